package dev.thimble.cli.fleet;

import dev.thimble.cli.make.ShippedExample;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import dev.thimble.simulate.PersonalScenario;
import dev.thimble.simulate.PersonalSimulation;
import dev.thimble.simulate.RoundResult;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Simulation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet simulate}: rounds of a fleet on this machine. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Rounds of a fleet on this machine: devices with different data, some of them faulty or hostile.")
public final class SimulateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "a Hugging Face folder; its body stays as it is")
    private Path model;

    @Option(names = "--data", paramLabel = "F.tsv", required = true, description = "label<TAB>text: what devices see")
    private Path data;

    @Option(names = "--test", paramLabel = "F.tsv", required = true, description = "the same: what none of them sees")
    private Path test;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "sentences that scales are taken from; the data")
    private Optional<Path> calibration = Optional.empty();

    @Option(
            names = "--trainable",
            paramLabel = "PART",
            defaultValue = "head+mean",
            description = "head, head+mean (the default) or head+pooler; a fresh head where the data have other labels")
    private String part;

    @Option(
            names = "--strategy",
            paramLabel = "S",
            split = ",",
            defaultValue = "fedavg,median,trimmed-mean:0.2",
            description = "strategies, with commas between them; fedavg,median,trimmed-mean:0.2 by default")
    private List<String> strategies = List.of();

    @Mixin
    private ScenarioFlags flags;

    @Mixin
    private PersonalFlags personal;

    @Option(names = "--report", paramLabel = "F.html", description = "a page with pictures")
    private Optional<Path> report = Optional.empty();

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        Progress progress = new TerminalProgress();
        List<Strategy<?>> chosen =
                strategies.stream().<Strategy<?>>map(Strategies::parse).toList();
        Scenario scenario = flags.scenario();
        PersonalScenario asked = personal.scenario(scenario);
        List<PersonalPart> parts = personal.parts(TrainablePart.named(part));
        FleetData fleet = FleetData.read(
                new ShippedExample(installation).settings(model, Optional.empty()), part, data, test, calibration);
        Simulation simulation = fleet.simulation(installation, progress);
        progress.stage("training in one place, to compare");
        double central = simulation.central(scenario.peaceful());
        SimulationRuns runs = personal.areGiven()
                ? new SimulationRuns(
                        central,
                        List.of(),
                        PersonalRuns.of(new PersonalSimulation(simulation, asked), parts, chosen, progress))
                : new SimulationRuns(central, runs(simulation, scenario, chosen, progress), PersonalRuns.NONE);
        System.out.print(runs.text());
        report.ifPresent(file -> SimulationPage.write(installation, runs, file));
        return 0;
    }

    private static List<SimulationRuns.Run> runs(
            Simulation simulation, Scenario scenario, List<Strategy<?>> strategies, Progress progress) {
        List<SimulationRuns.Run> runs = new ArrayList<>();
        List<Scenario> scenarios =
                scenario.attack().isPresent() ? List.of(scenario.peaceful(), scenario) : List.of(scenario);
        for (Scenario each : scenarios) {
            for (Strategy<?> strategy : strategies) {
                progress.stage(String.format(
                        Locale.ROOT,
                        "%d rounds of %d devices, %s, %s",
                        each.rounds(),
                        each.devices(),
                        strategy.word(),
                        SimulationRuns.what(each)));
                runs.add(new SimulationRuns.Run(strategy.word(), each, rounds(simulation, each, strategy)));
            }
        }
        return runs;
    }

    private static <A extends Accumulator<A>> List<RoundResult> rounds(
            Simulation simulation, Scenario scenario, Strategy<A> strategy) {
        return simulation.run(scenario, strategy);
    }
}
