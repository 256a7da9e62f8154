package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.Shown;
import dev.thimble.fleet.round.Counts;
import dev.thimble.fleet.round.Engine;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.fleet.round.RoundReport;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet aggregate}: makes new parameters of what devices sent, and closes the round. */
@Command(
        name = "aggregate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes new parameters of what devices sent, and closes the round.")
public final class AggregateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STATE", description = "the folder of the fleet")
    private Path folder;

    @Option(
            names = "--updates",
            paramLabel = "FOLDER",
            description = "records, a file each, beside those that serve has accepted")
    private Optional<Path> updates = Optional.empty();

    @Option(
            names = "--strategy",
            paramLabel = "S",
            description =
                    "fedavg (the default), median, trimmed-mean:0.2, krum:F, multi-krum:F:M, reptile:RATE, secure for"
                            + " masked updates; each of them with Adam on the server: fedavg+adam:0.05, for instance")
    private String strategy = "fedavg";

    @Mixin
    private EngineFlags engine;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        Strategy<?> chosen = Strategies.parse(strategy);
        FleetState state = StateFolder.at(folder);
        Engine chosenEngine = engine.engine(folder, state.keys());
        Consumer<Counts> printing = json ? counts -> {} : AggregateCommand::print;
        RoundReport report = updates.map(files -> state.aggregate(files, chosen, chosenEngine, printing))
                .orElseGet(() -> state.aggregate(chosen, chosenEngine, printing));
        Path parameters = state.lastParameters();
        if (json) {
            ObjectNode document = report.document();
            System.out.println(document.put("parameters", parameters.toString()));
        } else {
            System.out.printf(Locale.ROOT, "round %d is closed by %s%n", report.round(), report.strategy());
            System.out.println("parameters  " + Shown.line(parameters.toString()));
            System.out.println("SHA-256     " + report.after());
        }
        return 0;
    }

    private static void print(Counts counts) {
        System.out.printf(Locale.ROOT, "accepted %,6d%n", counts.accepted());
        counts.refused()
                .forEach((reason, count) ->
                        System.out.printf(Locale.ROOT, "refused  %,6d  %-9s  %s%n", count, reason, reason.sentence()));
    }
}
