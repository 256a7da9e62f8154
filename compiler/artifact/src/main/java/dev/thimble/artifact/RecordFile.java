package dev.thimble.artifact;

import dev.thimble.artifact.manifest.ManifestJson;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of a package that holds one record. */
record RecordFile(Path folder, String name) {

    boolean exists() {
        return Files.isRegularFile(folder.resolve(name));
    }

    <T extends Record> T read(Class<T> type) {
        try {
            return ManifestJson.read(Files.readString(folder.resolve(name)), type);
        } catch (IOException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ThimbleException(InputProblem.NOT_A_PACKAGE.at(name + ": " + first, folder), e);
        }
    }
}
