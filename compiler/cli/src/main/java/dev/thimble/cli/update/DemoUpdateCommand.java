package dev.thimble.cli.update;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.build.PackageBuild;
import dev.thimble.cli.make.ShippedExample;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.ExitStatus;
import dev.thimble.core.diag.Shown;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.UpdatableDevice;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.pack.Audience;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thimble update demo}: a device in QEMU gets another head, and refuses what it must not take. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "A device in QEMU gets another head, and refuses what it must not take.")
public final class DemoUpdateCommand implements Callable<Integer> {
    private static final Audience AUDIENCE = Audience.named("example.com", "lamp", Optional.empty());

    @Option(
            names = "-o",
            paramLabel = "OUT",
            description = "the folder of packages and key; build/update-demo by default")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        Path folder = out.orElse(installation.root().resolve("build/update-demo"));
        Progress progress = new TerminalProgress();
        DemoModels models = DemoModels.compile(installation, folder, progress);
        DemoPackages packages = DemoPackages.sign(
                DemoKey.at(folder.resolve("demo.key"), DemoPackages.HEIGHTS, progress), AUDIENCE, models, folder);
        OutFolder factory = models.factory();
        FirmwareArtifacts firmware = new PackageBuild(installation, progress)
                .run(factory, Optional.of(device(factory, packages.trusted()).updates(installation)))
                .firmware();
        progress.stage("booting the firmware in QEMU");
        Board board = Boards.load(installation).named(factory.board());
        try (UpdatableDevice started =
                EmulatedDevice.start(Toolchain.onPath(), board, firmware.elf(), ShippedExample.NAME)) {
            boolean done = new DemoStory(new DemoDevice(started), models, packages)
                    .tell(new ShippedExample(installation).sentences());
            System.out.println();
            System.out.println("packages and their key lie in " + Shown.line(folder.toString()));
            return (done ? ExitStatus.DONE : ExitStatus.FAILED).code();
        }
    }

    private static FirmwareDevice device(OutFolder factory, PublicKey trusted) {
        return new FirmwareDevice(factory, List.of(trusted), AUDIENCE, false, Optional.empty());
    }
}
