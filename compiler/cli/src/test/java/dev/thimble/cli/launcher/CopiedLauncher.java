package dev.thimble.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the launcher, with a search path that has only what a test puts there. */
abstract class CopiedLauncher {
    private static final List<String> BASICS = List.of(
            "awk",
            "bash",
            "cat",
            "cksum",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "mkdir",
            "paste",
            "readlink",
            "rm",
            "sed",
            "sort",
            "tail",
            "tee",
            "tr",
            "cp");

    static final List<String> TOOLS_OF_TESTS = List.of("mosquitto", "cmake", "arduino-builder", "python3");

    static final Path ROOT = Path.of(System.getProperty("thimble.root"));

    @TempDir
    Path folder;

    Path programs;
    Path launcher;

    record Run(int status, String output, String errors) {}

    @BeforeEach
    void copyLauncher() throws IOException {
        programs = Files.createDirectory(folder.resolve("bin"));
        for (String program : BASICS) {
            program(program, "exec " + found(program) + " \"$@\"");
        }
        launcher = folder.resolve("checkout/thimble");
        Files.createDirectories(launcher.getParent());
        // the system's Python is another one here, too
        String text = Files.readString(ROOT.resolve("thimble"));
        Files.writeString(launcher, text.replace("=/usr/bin/python3\n", "=" + programs.resolve("python3") + "\n"));
        copyOfBoards("mps2-an386/board.yml");
        copyOfBoards("_cortexm/tools.yml");
        copyOfBoards("_qemu_arm/emulator.yml");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    /** Copies a file of a board or a layer, if it has it. */
    void copyOfBoards(String file) throws IOException {
        Path original = ROOT.resolve("boards").resolve(file);
        Path copy = folder.resolve("checkout/boards").resolve(file);
        if (Files.exists(original)) {
            Files.createDirectories(copy.getParent());
            Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void everyTool() throws IOException {
        program("id", "echo 1000");
        program("apt-get", "exit 1");
        program("javac", "echo javac 17.0.1");
        List<String> tools = List.of("mvn", "gcc", "g++", "arm-none-eabi-gcc", "qemu-system-arm");
        for (String tool :
                Stream.concat(tools.stream(), TOOLS_OF_TESTS.stream()).toList()) {
            program(tool, "exit 0");
        }
    }

    void program(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!" + found("bash") + "\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    static Path found(String program) {
        return List.of("/bin", "/usr/bin").stream()
                .map(at -> Path.of(at, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(program + " is needed for this test"));
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("PATH", programs.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output, Files.readString(errors));
    }
}
