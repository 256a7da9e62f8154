package dev.thimble.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The device's part of an update as a program of the host: {@code runtime-c/test/update_lines.c}. */
final class UpdateProgram {
    private static final Path RUNTIME = Path.of(System.getProperty("thimble.root"), "runtime-c");
    private static final String NAME = "update_lines";
    private static final List<String> STRICT =
            List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror");

    private final Path folder;

    private UpdateProgram(Path folder) {
        this.folder = folder;
    }

    /** Built as C99 with sanitizers. */
    static UpdateProgram checked(Path folder) throws IOException {
        return build(folder, List.of("-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"));
    }

    /** Built as C99 for speed, where cases are many. */
    static UpdateProgram fast(Path folder) throws IOException {
        return build(folder, List.of("-O2"));
    }

    /** Built with a port in place of {@code sha256.c}: {@code runtime-c/test/update_port.h}. */
    static UpdateProgram ported(Path folder) throws IOException {
        Path test = RUNTIME.resolve("test");
        String port = test.resolve("update_port.c").toString();
        return build(folder, List.of("-O1", "-DTHIMBLE_UPDATE_PORT=\"update_port.h\"", "-I", test.toString(), port));
    }

    private static UpdateProgram build(Path folder, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-Wstrict-prototypes"));
        command.addAll(flags);
        command.addAll(arguments());
        LinkedOnce.make(folder.resolve(NAME), command);
        return new UpdateProgram(folder);
    }

    /** Fails unless every source is C++11, too. */
    static void checkCpp(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++11", "-fsyntax-only", "-x", "c++"));
        command.addAll(arguments());
        new UpdateProgram(folder).run(command, Path.of("/dev/null"), "log");
    }

    private static List<String> arguments() throws IOException {
        List<String> arguments = new ArrayList<>(STRICT);
        arguments.addAll(List.of("-I", RUNTIME + "/include"));
        for (String part : List.of("src/image", "src/update")) {
            arguments.addAll(List.of("-I", RUNTIME.resolve(part).toString()));
            StoreProgram.sourcesIn(RUNTIME.resolve(part)).forEach(source -> arguments.add(source.toString()));
        }
        arguments.add(RUNTIME.resolve("test/update_lines.c").toString());
        return arguments;
    }

    /** What it answers to each line. */
    List<String> answers(List<String> lines) throws IOException {
        Path input = Files.write(folder.resolve("input"), lines, StandardCharsets.US_ASCII);
        run(List.of(folder.resolve(NAME).toString()), input, "output");
        List<String> answers = Files.readAllLines(folder.resolve("output"));
        if (answers.size() != lines.size()) {
            throw new IllegalStateException(answers.size() + " answers to " + lines.size() + " lines");
        }
        return answers;
    }

    private void run(List<String> command, Path input, String output) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(folder.resolve(output).toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        if (waitFor(process) != 0) {
            throw new IllegalStateException(command + "\n" + Files.readString(folder.resolve("errors")));
        }
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Bytes as a line has them. */
    static String hex(byte[] bytes) {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }
}
