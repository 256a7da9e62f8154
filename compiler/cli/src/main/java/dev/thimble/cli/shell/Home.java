package dev.thimble.cli.shell;

import java.nio.file.Path;

/** The checkout that templates, runtime, boards and examples are taken from. */
public final class Home {
    private Home() {}

    /** Its root, which the launcher gives as the system property {@code thimble.root}. */
    public static Path root() {
        return Path.of(System.getProperty("thimble.root", "")).toAbsolutePath().normalize();
    }
}
