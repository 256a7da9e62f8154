package dev.thimble.cli.fleet;

import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.Shown;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.transport.BackOff;
import dev.thimble.transport.Courier;
import dev.thimble.transport.DeviceLink;
import dev.thimble.transport.Pauses;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet send}: sends records in the name of their devices until the server says what became of them. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends records for their devices, until the server says whether they count.")
public final class SendCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "RECORD", arity = "1..*", description = "files that devices wrote")
    private List<Path> files = List.of();

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            required = true,
            description = "the lines of these devices in devices.jsonl: by their keys receipts are known")
    private Path keys;

    @Mixin
    private TransportFlags transport = new TransportFlags();

    @Option(names = "--tries", paramLabel = "N", description = "how often each is sent, at most (default: a day long)")
    private int tries = BackOff.OF_A_DAY.tries();

    @Override
    public Integer call() {
        boolean all = true;
        for (Path file : files) {
            Optional<Reason> reason = sent(file);
            all &= reason.isEmpty();
            System.out.println(
                    reason.map(why -> "refused  " + why + "  ").orElse("counted  ") + Shown.line(file.toString()));
        }
        return all ? ExitStatus.DONE.code() : ExitStatus.FAILED.code();
    }

    private Optional<Reason> sent(Path file) {
        byte[] record = InputFile.read(file, InputFile.MOST);
        Octets device = device(file, record);
        DeviceKey key = KeyFile.read(keys).of(device).orElseThrow(() -> refused(file, Reason.DEVICE));
        BackOff backOff = new BackOff(BackOff.OF_A_DAY.first(), BackOff.OF_A_DAY.longest(), tries);
        try (DeviceLink link = transport.device(device)) {
            return new Courier(link, device, key, backOff, Pauses.real(), PATIENCE)
                    .deliver(record)
                    .refused();
        }
    }

    private static Octets device(Path file, byte... record) {
        try {
            return UpdateRecord.parse(record).device();
        } catch (Refused e) {
            throw refused(file, e.reason());
        }
    }

    private static ThimbleException refused(Path file, Reason reason) {
        return new ThimbleException(
                FleetProblem.REFUSED.at(file.toString(), reason.code(), reason.name(), reason.clause()));
    }
}
