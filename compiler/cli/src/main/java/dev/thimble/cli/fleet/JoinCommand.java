package dev.thimble.cli.fleet;

import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.masking.Memory;
import dev.thimble.fleet.masking.MemoryFile;
import dev.thimble.fleet.masking.Participant;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.transport.BackOff;
import dev.thimble.transport.Courier;
import dev.thimble.transport.DeviceLink;
import dev.thimble.transport.Lost;
import dev.thimble.transport.MaskedCourier;
import dev.thimble.transport.Pauses;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thimble fleet join}: takes part in a masked round in the name of a device. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Takes part in a masked round for a device, from its keys to its part in unmasking.")
public final class JoinCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(50);

    @Option(names = "--device", paramLabel = "ID", required = true, description = "32 hexadecimal digits")
    private String id;

    @Option(names = "--keys", paramLabel = "FILE", required = true, description = "with its line of devices.jsonl")
    private Path keys;

    @Option(
            names = "--memory",
            paramLabel = "FILE",
            required = true,
            description = "for what the device keeps of a round from step to step; keep it secret")
    private Path memory;

    @Option(names = "--before", paramLabel = "FILE", required = true, description = "parameters before the training")
    private Path before;

    @Option(names = "--after", paramLabel = "FILE", required = true, description = "and after it")
    private Path after;

    @Option(names = "--examples", paramLabel = "N", required = true, description = "that it trained on")
    private int examples;

    @Option(names = "--steps", paramLabel = "N", description = "how many steps it takes (default: all that are left)")
    private int steps = Step.values().length;

    @Mixin
    private TransportFlags transport = new TransportFlags();

    @Override
    public Integer call() {
        Octets device = EnrolCommand.id(id);
        DeviceKey key = KeyFile.read(keys).of(device).orElseThrow(() -> refused(Reason.DEVICE));
        try (DeviceLink link = transport.device(device)) {
            Courier courier = new Courier(link, device, key, BackOff.OF_A_DAY, Pauses.real(), PATIENCE);
            MaskedCourier masked = new MaskedCourier(
                    courier, new Participant(device, key), new MemoryFile(memory), RandomBytes.secure(), this::update);
            return taken(masked).code();
        } catch (Refused e) {
            throw refused(e.reason());
        }
    }

    private ExitStatus taken(MaskedCourier masked) throws Refused {
        boolean isMore = true;
        for (int taken = 0; isMore && taken < steps; taken++) {
            MaskedCourier.Outcome outcome = next(masked);
            System.out.println(line(outcome));
            if (outcome.refused().isPresent()) {
                return ExitStatus.FAILED;
            }
            isMore = !outcome.memory().isDone();
        }
        return ExitStatus.DONE;
    }

    private static MaskedCourier.Outcome next(MaskedCourier masked) throws Refused {
        Optional<MaskedCourier.Outcome> outcome = tried(masked);
        while (outcome.isEmpty()) {
            Pauses.real().pause(LOOK);
            outcome = tried(masked);
        }
        return outcome.get();
    }

    private static Optional<MaskedCourier.Outcome> tried(MaskedCourier masked) throws Refused {
        try {
            return masked.step();
        } catch (Lost e) {
            return Optional.empty();
        }
    }

    private static String line(MaskedCourier.Outcome outcome) {
        Memory memory = outcome.memory();
        String said = "round " + memory.round() + "  " + memory.said();
        return outcome.refused()
                .map(reason -> "refused  " + said + "  " + reason)
                .orElse("counted  " + said);
    }

    private Update update(Task task, Masks masks) {
        Parameters start = parameters(before);
        Parameters end = parameters(after);
        boolean fits = start.size() == task.parameters() && end.size() == task.parameters() && examples >= 1;
        if (!fits) {
            throw new ThimbleException(InputProblem.USAGE.at(
                    "--before", "the task has " + task.parameters() + " parameters, and at least one example counts"));
        }
        return new Answer(task).masked(start, end, examples, masks);
    }

    private static Parameters parameters(Path file) {
        return Parameters.read(InputFile.read(file, InputFile.MOST));
    }

    private ThimbleException refused(Reason reason) {
        return new ThimbleException(FleetProblem.LETTER_REFUSED.at(id, reason.code(), reason.name(), reason.clause()));
    }
}
