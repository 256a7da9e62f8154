package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmware projects that are shipped: they build as their pages say, and print in QEMU what the packages answer. */
class FirmwareExamplesTest {
    private static final Path EXAMPLES = Checkout.ROOT.resolve("examples");
    private static final List<String> SENTENCES =
            List.of("play some jazz", "will it rain in Bern tomorrow", "book a table for four");

    @TempDir
    Path folder;

    @Test
    void aModelWithNothingElse() throws IOException {
        assertThat(printed("bare-metal", Shipped.BUILT)).isEqualTo(labels(Shipped.BUILT, Shipped.NAME));
    }

    @Test
    void twoTasksWithOneArena() throws IOException {
        Path out = folder.resolve("out");
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                Checkout.TINY,
                "--name",
                "intents",
                "--name",
                "tiny",
                "--calibration",
                Checkout.SENTENCES,
                "-o",
                out);
        Call.succeeding("build", out);
        List<String> printed = printed("two-tasks", out);
        assertThat(of(printed, "intents ")).isEqualTo(labels(out, "intents"));
        assertThat(of(printed, "tiny ")).isEqualTo(labels(out, "tiny"));
        assertThat(printed).hasSize(2 * SENTENCES.size() + 1).endsWith("turns were taken");
    }

    private static List<String> of(List<String> printed, String task) {
        return printed.stream()
                .filter(line -> line.startsWith(task))
                .map(line -> line.substring(task.length()))
                .toList();
    }

    /** What the package's program for the host answers. */
    private List<String> labels(Path out, String model) throws IOException {
        Path texts = Files.write(
                folder.resolve("texts.jsonl"),
                SENTENCES.stream().map(text -> "{\"text\": \"" + text + "\"}").toList());
        return Call.succeeding("run", out, "--model", model, "--input", texts, "--json").objects().stream()
                .map(answer -> answer.path("label").asText())
                .toList();
    }

    private List<String> printed(String example, Path out) throws IOException {
        String build = folder.resolve(example).toString();
        String warned = ToolRun.output(List.of(
                "cmake",
                "-S",
                EXAMPLES.resolve(example).toString(),
                "-B",
                build,
                "-DPACKAGE=" + out,
                "-DCMAKE_BUILD_TYPE=Release",
                "-DCMAKE_TOOLCHAIN_FILE=" + EXAMPLES.resolve("bare-metal/cortex-m4.cmake")));
        warned += ToolRun.output(List.of("cmake", "--build", build, "--parallel", "2"));
        assertThat(warned).doesNotContainIgnoringCase("warning");
        String page = Files.readString(EXAMPLES.resolve(example).resolve("README.md"));
        assertThat(page).contains("-DCMAKE_TOOLCHAIN_FILE=$PWD/examples/bare-metal/cortex-m4.cmake");
        return ToolRun.output(emulator(build + "/app")).lines().toList();
    }

    private static List<String> emulator(String program) {
        String machine = "qemu-system-arm -M mps2-an386 -display none -monitor none -serial none";
        String time = "-icount shift=6,sleep=off -semihosting-config enable=on,target=native -kernel";
        return List.of((machine + " " + time + " " + program).split(" "));
    }
}
