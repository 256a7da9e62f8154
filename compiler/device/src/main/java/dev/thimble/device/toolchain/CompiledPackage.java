package dev.thimble.device.toolchain;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.folder.PackageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A compiled package as the builds see it.
 *
 * @param folder what {@code thimble compile} wrote
 * @param name the package's name
 */
public record CompiledPackage(Path folder, String name) {

    /** The source of the application that the line protocol drives. */
    static final String APPLICATION = "verify/thimble_app.c";

    private static final String OBJECTS = "obj.d";
    private static final String TRAINER = "_trainer.h";

    /** The model's own sources, sorted by name, and the application. */
    List<Path> sources() {
        Path application = folder.resolve(APPLICATION);
        if (!Files.exists(application)) {
            throw new ThimbleException(ToolProblem.PACKAGE_INCOMPLETE.at(folder.toString(), APPLICATION));
        }
        return Stream.concat(list(folder.resolve("src"), ".c").stream(), Stream.of(application))
                .toList();
    }

    /** The folder to look for headers in, which is all that a user gives as well. */
    List<String> includes() {
        return List.of("-I" + folder.resolve("include"));
    }

    /** Whether its models have trainers: all have, or none. */
    boolean isTrainable() {
        return !trainers().isEmpty();
    }

    /** The names of the models that have one. */
    List<String> trainers() {
        return list(folder.resolve("include"), TRAINER).stream()
                .map(header -> header.getFileName().toString())
                .map(header -> header.substring(0, header.length() - TRAINER.length()))
                .toList();
    }

    /**
     * The folder of a build, without what an earlier build made.
     *
     * @param sources of which objects and other files beside them are made
     * @param results the names of all else that is made
     */
    Path freshBuild(String target, List<Path> sources, List<String> results) {
        List<String> made = new ArrayList<>(results);
        for (Path source : sources) {
            String object = OBJECTS + "/" + Compilation.objectName(source);
            made.add(object);
            made.add(object.substring(0, object.length() - 1) + "su");
        }
        return new PackageFolder(folder).fresh("build/" + target, made);
    }

    /** Builds while no other process does. */
    <T> T alone(Supplier<T> build) {
        return new PackageFolder(folder).alone(() -> {}, build);
    }

    /** The objects of a build; a program of any model's name has room beside them, for names have no full stop. */
    static Path objects(Path build) {
        return build.resolve(OBJECTS);
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
}
