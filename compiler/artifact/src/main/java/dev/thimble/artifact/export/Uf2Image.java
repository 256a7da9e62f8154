package dev.thimble.artifact.export;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The firmware that was built, as a board takes it that shows itself as a drive. */
final class Uf2Image implements ExportKind {
    @Override
    public String word() {
        return "uf2";
    }

    @Override
    public Map<String, byte[]> files(Exported exported) {
        String name = exported.name() + ".uf2";
        Path built = exported.out()
                .folder()
                .resolve("build")
                .resolve(exported.out().board())
                .resolve(name);
        // a build that was refused, for its stack or its budget, has left a file, and no result
        if (exported.out().results().build().isEmpty() || !Files.isRegularFile(built)) {
            throw new ThimbleException(
                    InputProblem.EXPORT_NOT_BUILT.at("--as", exported.out().folder(), name));
        }
        try {
            return Map.of(name, Files.readAllBytes(built));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", built, e.toString()), e);
        }
    }
}
