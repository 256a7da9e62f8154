package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.build.PackageBuild;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.cli.update.DeviceFlags;
import dev.thimble.core.diag.Shown;
import dev.thimble.device.toolchain.FirmwareUpdates;
import dev.thimble.folder.Installation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code thimble build}: host library and firmware. */
@Command(name = "build", mixinStandardHelpOptions = true, sortOptions = false)
public final class BuildCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OUT", description = "a compiled package")
    private Path out;

    /** Null where none of them is given. */
    @ArgGroup(exclusive = false, heading = "%nA firmware that takes updates of its model (docs/updates.md):%n")
    private DeviceFlags device;

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        OutFolder opened = OutFolder.open(out);
        Optional<FirmwareUpdates> updates =
                Optional.ofNullable(device).map(flags -> flags.updates(installation, opened));
        PackageBuild build = new PackageBuild(installation, new TerminalProgress());
        PackageBuild.Result result = build.run(opened, updates);
        System.out.println("host      " + Shown.line(result.host().executable().toString()));
        System.out.println("library   " + Shown.line(result.host().library().toString()));
        System.out.println("firmware  " + Shown.line(result.firmware().elf().toString()));
        System.out.println(Summary.of(OutFolder.open(out)));
        return 0;
    }
}
