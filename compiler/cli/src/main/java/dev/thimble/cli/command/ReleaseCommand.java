package dev.thimble.cli.command;

import dev.thimble.cli.release.Release;
import dev.thimble.cli.release.ReleaseZip;
import dev.thimble.cli.shell.Home;
import dev.thimble.core.diag.Shown;
import dev.thimble.folder.Version;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thimble release}: a zip that runs on a machine with Java and nothing of the sources. */
@Command(name = "release", mixinStandardHelpOptions = true)
public final class ReleaseCommand implements Callable<Integer> {
    @Option(names = "-o", paramLabel = "FOLDER", defaultValue = ".", description = "where the zip is written")
    private Path folder;

    @Override
    public Integer call() {
        Release release = Release.of(
                Home.installation(),
                System.getProperty("java.class.path"),
                Map.of(
                        "float", launchersJars("float"),
                        "update", launchersJars("update"),
                        "fleet", launchersJars("fleet"),
                        "mqtt", launchersJars("mqtt")));
        Path zip = ReleaseZip.write(release, "thimble-" + Version.NUMBER, folder);
        System.out.println(Shown.line(zip.toString()));
        return 0;
    }

    /** What the launcher has for only some commands, whether this one was given it or not. */
    private static String launchersJars(String name) {
        return System.getProperty("thimble." + name + ".classpath", "");
    }
}
