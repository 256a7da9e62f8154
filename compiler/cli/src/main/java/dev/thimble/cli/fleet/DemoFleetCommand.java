package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.cli.make.ShippedExample;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.Shown;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thimble fleet demo}: thirty devices learn what none of them was made for. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Thirty devices, two of them in QEMU, learn what they were not made for, and tell no sentence.")
public final class DemoFleetCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "MODEL", description = "a Hugging Face folder; the shipped one by default")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "F.tsv",
            description = "label<TAB>text: what devices see; examples/household by default")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--test", paramLabel = "F.tsv", description = "the same: what none of them sees")
    private Optional<Path> test = Optional.empty();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "30", description = "${DEFAULT-VALUE} by default")
    private int rounds;

    @Option(
            names = "-o",
            paramLabel = "OUT",
            description = "the folder of package, key and updates; build/fleet-demo by default")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        ShippedExample example = new ShippedExample(installation);
        Path folder = out.orElse(installation.root().resolve("build/fleet-demo"));
        Path household = installation.example().resolveSibling("household");
        Progress progress = new TerminalProgress();
        FleetData fleet = FleetData.read(
                example.settings(model.orElse(example.model()), Optional.empty()),
                "head+mean",
                data.orElse(household.resolve("train.tsv")),
                test.orElse(household.resolve("test.tsv")),
                Optional.empty());
        OutModel compiled = fleet.compile(installation, folder.resolve("package"), progress);
        Fleetware ware = Fleetware.build(installation, compiled, folder, progress);
        boolean done = new FleetStory(compiled, fleet.simulation(compiled, progress), ware, rounds, progress).tell();
        System.out.println();
        System.out.println("the package, the key and the update of each round lie in " + Shown.line(folder.toString()));
        return (done ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }
}
