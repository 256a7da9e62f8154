package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.cli.shell.Home;
import dev.thimble.core.diag.Shown;
import dev.thimble.folder.Installation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code thimble report}: writes the HTML report again, with all that is known by now. */
@Command(name = "report", mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OUT", description = "a compiled package")
    private Path out;

    @Override
    public Integer call() {
        System.out.println(
                Shown.line(write(Home.installation(), OutFolder.open(out)).toString()));
        return 0;
    }

    /** Writes report.html; its path. */
    static Path write(Installation installation, OutFolder out) {
        return out.writeReports(installation);
    }
}
