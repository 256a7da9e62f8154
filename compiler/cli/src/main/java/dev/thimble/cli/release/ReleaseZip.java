package dev.thimble.cli.release;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** A release in one file. */
public final class ReleaseZip {
    private ReleaseZip() {}

    /**
     * Writes {@code NAME.zip}, in which everything lies in a folder NAME.
     *
     * @param folder where it is written
     * @return the zip
     */
    public static Path write(Release release, String name, Path folder) {
        Path zip = folder.resolve(name + ".zip");
        try {
            SortedMap<String, Path> files = release.files();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                requireFile(file.getValue());
            }
            Files.createDirectories(folder);
            Zip.write(zip.toAbsolutePath(), name, files);
            return zip;
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }

    /** A release is made of a checkout whose compiler was built into jars; the launcher sees to that. */
    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ThimbleException(ToolProblem.RELEASE_INCOMPLETE.at("", file));
        }
    }
}
