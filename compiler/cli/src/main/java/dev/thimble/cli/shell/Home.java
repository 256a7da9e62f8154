package dev.thimble.cli.shell;

import dev.thimble.folder.Installation;
import java.nio.file.Path;

/** The checkout that templates, runtime, boards and examples are taken from. */
public final class Home {
    private Home() {}

    /** Its folder is what the launcher gives as the system property {@code thimble.root}. */
    public static Installation installation() {
        return new Installation(
                Path.of(System.getProperty("thimble.root", "")).toAbsolutePath().normalize());
    }
}
