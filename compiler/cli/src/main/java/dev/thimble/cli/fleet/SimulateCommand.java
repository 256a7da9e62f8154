package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.cli.make.ShippedExample;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.PersonalScenario;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Simulation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
            defaultValue = "fedavg+adam:0.05,median+adam:0.05,trimmed-mean:0.2+adam:0.05",
            description = "strategies, with commas between them; by default ${DEFAULT-VALUE}")
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
        int participants = personal.areGiven() ? asked.participants() : scenario.devices();
        flags.requireRealOnes(participants);
        FleetData fleet = FleetData.read(
                new ShippedExample(installation).settings(model, Optional.empty()), part, data, test, calibration);
        try (Scratch scratch = Scratch.create()) {
            OutModel compiled = fleet.compile(installation, scratch.folder().resolve("package"), progress);
            Supplier<Hardware> hardware = hardware(installation, compiled, participants, scratch.folder(), progress);
            Simulation simulation = fleet.simulation(compiled, progress);
            Runs all = new Runs(simulation, compiled.manifest().training().ram(), hardware, progress);
            SimulationRuns runs = personal.areGiven() ? all.of(asked, parts, chosen) : all.of(scenario, chosen);
            System.out.print(runs.text());
            report.ifPresent(file -> SimulationPage.write(installation, runs, file));
        }
        return 0;
    }

    private Supplier<Hardware> hardware(
            Installation installation, OutModel compiled, int participants, Path folder, Progress progress) {
        if (!flags.isReal()) {
            return () -> Hardware.NONE;
        }
        Fleetware ware = Fleetware.build(installation, compiled, folder, progress);
        return () -> ware.started(participants, flags.programs(), flags.emulated());
    }
}
