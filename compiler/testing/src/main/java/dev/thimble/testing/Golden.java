package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected texts in files. {@code -Dthimble.goldens=rewrite} writes them anew; one that is missing is written, and fails
 * the test once.
 */
public final class Golden {
    private static final Path FOLDER =
            Path.of(System.getProperty("thimble.root"), "compiler/it/src/test/resources/goldens");
    private static final boolean REWRITE =
            System.getProperty("thimble.goldens", "").equals("rewrite");

    private Golden() {}

    /** Whether what is measured or written now is to take the place of what is expected. */
    public static boolean isRewritten() {
        return REWRITE;
    }

    /** Compares with a file of the goldens folder. */
    public static void compare(String name, String actual) throws IOException {
        compare(FOLDER.resolve(name), actual);
    }

    /** Compares with any file of the checkout. */
    public static void compare(Path file, String actual) throws IOException {
        boolean missing = !Files.exists(file);
        if (REWRITE || missing) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(missing && !REWRITE)
                .as("%s was missing and is written now: read it, and run again", file)
                .isFalse();
        assertThat(actual)
                .as("%s is not current; if the change is wanted: ./thimble test -Dthimble.goldens=rewrite", file)
                .isEqualTo(Files.readString(file));
    }
}
