package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.build.PackageBuild;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.diag.Shown;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code thimble build}: host library and firmware. */
@Command(name = "build", mixinStandardHelpOptions = true)
public final class BuildCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OUT", description = "a compiled package")
    private Path out;

    @Override
    public Integer call() {
        PackageBuild build = new PackageBuild(Home.installation(), new TerminalProgress());
        PackageBuild.Result result = build.run(OutFolder.open(out));
        System.out.println("host      " + Shown.line(result.host().executable().toString()));
        System.out.println("library   " + Shown.line(result.host().library().toString()));
        System.out.println("firmware  " + Shown.line(result.firmware().elf().toString()));
        System.out.println(Summary.of(OutFolder.open(out)));
        return 0;
    }
}
