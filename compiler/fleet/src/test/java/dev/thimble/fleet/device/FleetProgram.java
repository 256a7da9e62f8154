package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The device's part of a fleet as a program of the host: {@code runtime-c/test/fleet_lines.c}. */
final class FleetProgram {
    static final Path RUNTIME = Path.of(System.getProperty("thimble.root"), "runtime-c");

    private static final String NAME = "fleet_lines";
    private static final List<String> STRICT =
            List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror");

    /** In the order of the numbers that {@code thimble/fleet.h} gives them. */
    private static final List<Kind> KINDS = List.of(Kind.DENSE, Kind.SPARSE, Kind.MASKED);

    /** What was linked in this process before: its sources stay as they are. */
    private static final AtomicReference<byte[]> LINKED = new AtomicReference<>();

    private final Path folder;

    private FleetProgram(Path folder) {
        this.folder = folder;
    }

    /** Built as C99 with sanitizers. */
    static FleetProgram checked(Path folder) throws IOException {
        FleetProgram program = new FleetProgram(folder);
        if (LINKED.get() == null) {
            program.link();
            LINKED.set(Files.readAllBytes(folder.resolve(NAME)));
        } else {
            Path copy = Files.write(folder.resolve(NAME), LINKED.get());
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        return program;
    }

    private void link() throws IOException {
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-Wstrict-prototypes", "-O1", "-g1"));
        command.addAll(List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-o", NAME));
        command.addAll(arguments());
        run(command, Path.of("/dev/null"), "log");
    }

    /** Fails unless every source is C++11, too. */
    static void checkCpp(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++11", "-fsyntax-only", "-x", "c++"));
        command.addAll(arguments());
        new FleetProgram(folder).run(command, Path.of("/dev/null"), "log");
    }

    private static List<String> arguments() throws IOException {
        List<String> arguments = new ArrayList<>(STRICT);
        includes().forEach(folder -> arguments.addAll(List.of("-I", folder.toString())));
        sources().forEach(source -> arguments.add(source.toString()));
        arguments.add(RUNTIME.resolve("test/fleet_lines.c").toString());
        return arguments;
    }

    /** Where its headers are. */
    static List<Path> includes() {
        return Stream.of("include", "src/image", "src/update", "src/fleet", "src/cohort")
                .map(RUNTIME::resolve)
                .toList();
    }

    /** All of it, with the hash and what writes CBOR. */
    static List<Path> sources() throws IOException {
        List<Path> sources =
                new ArrayList<>(List.of(RUNTIME.resolve("src/image/sha256.c"), RUNTIME.resolve("src/update/cbor.c")));
        for (String own : List.of("src/fleet", "src/cohort")) {
            try (Stream<Path> files = Files.list(RUNTIME.resolve(own))) {
                files.filter(file -> file.toString().endsWith(".c")).sorted().forEach(sources::add);
            }
        }
        return sources;
    }

    /** What it answers to each line. */
    List<String> answers(List<String> lines) throws IOException {
        Path input = Files.write(folder.resolve("input"), lines, StandardCharsets.US_ASCII);
        run(List.of(folder.resolve(NAME).toString()), input, "output");
        List<String> answers = Files.readAllLines(folder.resolve("output"));
        assertThat(answers).hasSameSizeAs(lines);
        return answers;
    }

    private void run(List<String> command, Path input, String output) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(folder.resolve(output).toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        assertThat(waitFor(process))
                .as("%s: %s", command, Files.readString(folder.resolve("errors")))
                .isZero();
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A task as a line has it. */
    static String words(Task task) {
        int kept = task.form() instanceof Form.Sparse sparse ? sparse.kept() : 0;
        return "%d %d %d %d %d %d %d %d %d %s %s"
                .formatted(
                        task.parameters(),
                        task.round(),
                        task.clip(),
                        kept,
                        task.examples(),
                        task.noise().map(Noise::numerator).orElse(0),
                        task.noise().map(Noise::denominator).orElse(0),
                        task.shift(),
                        KINDS.indexOf(task.form().kind()),
                        task.base(),
                        task.part());
    }

    /** Bytes as a line has them. */
    static String hex(byte... bytes) {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }
}
