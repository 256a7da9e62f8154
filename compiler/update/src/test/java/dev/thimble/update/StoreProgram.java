package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the host in which a device keeps its images in a flash that fails. */
final class StoreProgram {
    private static final Path RUNTIME = Path.of(System.getProperty("thimble.root"), "runtime-c");

    private StoreProgram() {}

    /** {@code runtime-c/test/update_device.c}, with sanitizers. */
    static Path device(Path folder) throws IOException {
        return build(
                folder.resolve("update_device"),
                List.of("-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"),
                List.of(RUNTIME.resolve("test/update_device.c")));
    }

    /**
     * A program of these sources, with the updater and the flash.
     *
     * @param flags of gcc
     */
    static Path build(Path program, List<String> flags, List<Path> sources) throws IOException {
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-Wall", "-Wextra", "-Wpedantic"));
        command.addAll(List.of("-Wconversion", "-Wshadow", "-Wstrict-prototypes", "-Werror"));
        command.addAll(flags);
        for (String part : List.of("include", "src/image", "src/update", "src/store", "test")) {
            command.add("-I" + RUNTIME.resolve(part));
        }
        for (String part : List.of("src/image", "src/update", "src/store")) {
            sourcesIn(RUNTIME.resolve(part)).forEach(source -> command.add(source.toString()));
        }
        command.add(RUNTIME.resolve("test/flash_model.c").toString());
        command.add(RUNTIME.resolve("test/flash_broken.c").toString());
        sources.forEach(source -> command.add(source.toString()));
        LinkedOnce.make(program, command);
        return program;
    }

    /** The C files of a folder. */
    static List<Path> sourcesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
        }
    }

    /** A start of {@link #device}: what it prints, line by line. */
    static List<String> life(Path program, Path folder, Path state, Object... commands) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), folder.toString(), state.toString()));
        Stream.of(commands).map(Object::toString).forEach(command::add);
        return run(command, folder).lines().toList();
    }

    /** The first of these lines, for a start with an image in this slot. */
    static String boot(int slot, boolean trial, long sequence, byte[] image) {
        String digest = HexFormat.of().formatHex(Bytes.sha256(image), 0, 4);
        return "boot " + slot + " " + (trial ? 1 : 0) + " " + sequence + " " + digest;
    }

    /** What a program prints, which must succeed. */
    static String run(List<String> command, Path folder) throws IOException {
        Process process = start(command, folder.resolve("log"));
        return finish(process, folder.resolve("log"));
    }

    /** A program that prints into a file. */
    static Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** What it printed, once it has succeeded. */
    static String finish(Process process, Path log) throws IOException {
        try {
            assertThat(process.waitFor(60, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        String output = Files.readString(log);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
