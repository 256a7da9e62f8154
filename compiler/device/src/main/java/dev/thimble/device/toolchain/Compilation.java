package dev.thimble.device.toolchain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Compiles C files to objects, two at a time. What this process has compiled already is not compiled again.
 *
 * @param compiler the compiler
 * @param flags all flags but input and output
 * @param objects the folder for the objects
 */
record Compilation(Path compiler, List<String> flags, Path objects) {

    /** What every C file of Thimble compiles under. */
    static final List<String> STRICT = List.of(
            "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wstrict-prototypes", "-Werror");

    private static final int PROCESSES = 2;

    private static final KnownObjects KNOWN = new KnownObjects(32 << 20);

    /** The same with more flags behind these: headers of a package do not stand before those of the harness. */
    Compilation with(List<String> more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(more);
        return new Compilation(compiler, all, objects);
    }

    /**
     * The objects, in the order of the sources; the first compiler error ends the build.
     *
     * @throws IllegalStateException when an object would take another's place
     */
    List<Path> compile(List<Path> sources) {
        checkPlaces(sources.stream().map(this::object).toList());
        ExecutorService executor = Executors.newFixedThreadPool(PROCESSES);
        try {
            List<CompletableFuture<Path>> futures = sources.stream()
                    .map(source -> CompletableFuture.supplyAsync(() -> compile(source), executor))
                    .toList();
            return futures.stream().map(Compilation::result).toList();
        } finally {
            executor.shutdownNow();
        }
    }

    private static void checkPlaces(List<Path> places) {
        Set<Path> taken = new HashSet<>();
        for (Path place : places) {
            if (!taken.add(place) || Files.exists(place)) {
                throw new IllegalStateException("two sources become " + place.getFileName());
            }
        }
    }

    private Path object(Path source) {
        return objects.resolve(objectName(source));
    }

    private Path compile(Path source) {
        Path object = object(source);
        ObjectKey.of(compiler, flags, source)
                .ifPresentOrElse(
                        key -> KNOWN.make(key, object, () -> call(source, object)), () -> call(source, object));
        return object;
    }

    private void call(Path source, Path object) {
        List<String> command = new ArrayList<>(List.of(compiler.toString()));
        command.addAll(flags);
        command.addAll(List.of("-c", source.toString(), "-o", object.toString()));
        ToolRun.output(command);
    }

    /** The object of a C file. */
    static String objectName(Path source) {
        String file = source.getFileName().toString();
        return file.substring(0, file.length() - 1) + "o";
    }

    private static Path result(CompletableFuture<Path> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
