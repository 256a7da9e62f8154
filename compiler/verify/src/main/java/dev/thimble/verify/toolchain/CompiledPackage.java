package dev.thimble.verify.toolchain;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A compiled package as the builds see it.
 *
 * @param folder what {@code thimble compile} wrote
 * @param name the package's name
 */
public record CompiledPackage(Path folder, String name) {

    /** The source of the application that the line protocol drives. */
    static final String APPLICATION = "thimble_app.c";

    /** All sources, sorted by name. */
    List<Path> sources() {
        Path sources = folder.resolve("src");
        if (!Files.exists(sources.resolve(APPLICATION))) {
            throw new ThimbleException(ToolProblem.PACKAGE_INCOMPLETE.at(folder.toString(), "src/" + APPLICATION));
        }
        return list(sources, ".c");
    }

    /** The folder to look for headers in, which is all that a user gives as well. */
    List<String> includes() {
        return List.of("-I" + folder.resolve("include"));
    }

    /** The folder of a build, emptied. */
    Path freshBuild(String target) {
        Path build = folder.resolve("build").resolve(target);
        try {
            if (Files.exists(build)) {
                delete(build);
            }
            return Files.createDirectories(objects(build)).getParent();
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", build, e.getMessage()), e);
        }
    }

    /** The objects of a build; a program of any model's name has room beside them, for names have no full stop. */
    static Path objects(Path build) {
        return build.resolve("obj.d");
    }

    /** The files of a folder with this ending, sorted. */
    static List<Path> list(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", folder, e.getMessage()), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
