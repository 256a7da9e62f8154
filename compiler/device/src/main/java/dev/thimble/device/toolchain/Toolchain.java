package dev.thimble.device.toolchain;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The programs on a search path.
 *
 * @param searchPath folders, the first match wins
 */
public record Toolchain(List<Path> searchPath) {

    /** An immutable copy. */
    public Toolchain {
        searchPath = List.copyOf(searchPath);
    }

    /** The programs that this process finds. */
    public static Toolchain onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return new Toolchain(Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList());
    }

    /** Where the program is; a diagnostic with the line that installs it when it is not there. */
    public Path require(Tool tool) {
        return locate(tool.program()).orElseThrow(() -> missing(tool));
    }

    private Optional<Path> locate(String program) {
        return searchPath.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static ThimbleException missing(Tool tool) {
        return new ThimbleException(ToolProblem.TOOL_NOT_FOUND.at("", tool.program(), tool.installLine()));
    }
}
