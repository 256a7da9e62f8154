package dev.thimble.cli.fleet;

import dev.thimble.fleet.masking.Progress;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.transport.Collector;
import dev.thimble.transport.Pauses;
import dev.thimble.transport.ServerLink;
import dev.thimble.transport.Turns;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet serve}: sends devices their task, and accepts their records into the open round. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends devices their task, and accepts their records until the round is closed.")
public final class ServeCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofDays(36_500);

    @Parameters(paramLabel = "STATE", description = "the folder of the fleet")
    private Path folder;

    @Mixin
    private TransportFlags transport = new TransportFlags();

    @Option(names = "--until", paramLabel = "N", description = "or until so many devices were counted")
    private int until = Integer.MAX_VALUE;

    @Option(
            names = "--phase",
            paramLabel = "SECONDS",
            description = "how long a phase of a masked round waits for devices (default: for all of them)")
    private Optional<Integer> phase = Optional.empty();

    private final Set<Octets> counted = new HashSet<>();
    private long refused;

    @Override
    public Integer call() {
        FleetState state = StateFolder.at(folder);
        System.out.printf(Locale.ROOT, "round %d is served%n", state.task().round());
        Duration lasting = phase.map(Duration::ofSeconds).orElse(FOREVER);
        Turns turns = new Turns(state, lasting, System::nanoTime, ServeCommand::tell);
        try (ServerLink link = transport.server()) {
            new Collector(state, link, Pauses.real(), this::tell)
                    .collect(() -> counted.size() < until && turns.goOn(), PATIENCE);
        }
        System.out.printf(Locale.ROOT, "%,d counted, %,d refused%n", counted.size(), refused);
        return 0;
    }

    private static void tell(Progress progress) {
        System.out.printf(
                Locale.ROOT,
                "%s of %d devices, of %d%n",
                progress.phase().awaited(),
                progress.heard(),
                progress.expected());
    }

    /** A record that is sent again is told of once. */
    private void tell(Octets device, Optional<Reason> reason) {
        if (reason.isPresent()) {
            refused++;
            System.out.printf(Locale.ROOT, "refused  %s  %s%n", device, reason.get());
        } else if (counted.add(device)) {
            System.out.printf(Locale.ROOT, "counted  %s%n", device);
        }
    }
}
