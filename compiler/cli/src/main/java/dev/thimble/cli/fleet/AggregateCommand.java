package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.Shown;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.masking.Progress;
import dev.thimble.fleet.round.Counts;
import dev.thimble.fleet.round.Engine;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.fleet.round.RoundReport;
import dev.thimble.fleet.strategy.Secure;
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
        description =
                "Makes new parameters of what devices sent, and closes the round; a masked one goes on by a phase.")
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
        Optional<RoundReport> report = chosen instanceof Secure secure
                ? advanced(state, secure, chosenEngine)
                : Optional.of(closed(state, chosen, chosenEngine));
        report.ifPresentOrElse(
                closed -> print(state, closed), () -> state.masked().progress().ifPresent(this::print));
        return 0;
    }

    private RoundReport closed(FleetState state, Strategy<?> chosen, Engine chosenEngine) {
        return updates.map(files -> state.aggregate(files, chosen, chosenEngine, counted()))
                .orElseGet(() -> state.aggregate(chosen, chosenEngine, counted()));
    }

    /** A masked round takes four calls, and hears devices in between. */
    private Optional<RoundReport> advanced(FleetState state, Secure secure, Engine chosenEngine) {
        secure.requireFor(state.task());
        if (updates.isPresent()) {
            throw new ThimbleException(
                    InputProblem.USAGE.at("--updates", "masked records come by thimble fleet serve, in their phase"));
        }
        return state.masked().advance(chosenEngine, counted());
    }

    private Consumer<Counts> counted() {
        return json ? counts -> {} : AggregateCommand::print;
    }

    private void print(FleetState state, RoundReport report) {
        Path parameters = state.lastParameters();
        if (json) {
            ObjectNode document = report.document();
            System.out.println(document.put("parameters", parameters.toString()));
        } else {
            System.out.printf(Locale.ROOT, "round %d is closed by %s%n", report.round(), report.strategy());
            System.out.println("parameters  " + Shown.line(parameters.toString()));
            System.out.println("SHA-256     " + report.after());
        }
    }

    private void print(Progress progress) {
        if (json) {
            System.out.println(new ObjectMapper()
                    .createObjectNode()
                    .put("awaited", progress.phase().awaited())
                    .put("heard", progress.heard())
                    .put("expected", progress.expected())
                    .put("needed", progress.needed()));
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "waiting for %s of %d devices; %d are needed%n",
                    progress.phase().awaited(),
                    progress.expected(),
                    progress.needed());
        }
    }

    private static void print(Counts counts) {
        System.out.printf(Locale.ROOT, "accepted %,6d%n", counts.accepted());
        counts.refused()
                .forEach((reason, count) ->
                        System.out.printf(Locale.ROOT, "refused  %,6d  %-9s  %s%n", count, reason, reason.sentence()));
    }
}
