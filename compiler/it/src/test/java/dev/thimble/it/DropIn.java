package dev.thimble.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.device.toolchain.ToolRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small package as the command line writes it, and a program that calls it: what projects of other systems add. */
final class DropIn {
    static final String NAME = "tiny";

    /** The package, which tests leave as it is. */
    static final Path OUT = compiled();

    private static final String TEXT = "Play some jazz, please!";

    private static final String PROGRAM = """
            #include <stdio.h>
            #include <string.h>

            #include "tiny.h"

            static union {
                uint64_t aligned;
                uint8_t bytes[THIMBLE_TINY_ARENA_BYTES];
            } arena;
            static thimble_tiny_t model;

            int main(void)
            {
                const char *text = "TEXT";
                thimble_result_t result;
                if (thimble_tiny_init(&model, arena.bytes, sizeof arena.bytes) != THIMBLE_OK
                    || thimble_tiny_classify(&model, text, strlen(text), &result) != THIMBLE_OK) {
                    return 1;
                }
                printf("%s", thimble_tiny_label(result.label));
                for (uint16_t i = 0; i < result.labels; i++) {
                    printf(" %ld", (long)result.logits[i]);
                }
                printf("\\n");
                return 0;
            }
            """;

    private DropIn() {}

    private static Path compiled() {
        try {
            Path folder = Files.createDirectories(Checkout.ROOT.resolve("compiler/it/target/packages"));
            Path out = Files.createTempDirectory(folder, "drop-in-").resolve(NAME);
            return compiled(out, "--name", NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same model with other options. */
    static Path compiled(Path out, Object... more) {
        Path model = Checkout.fixture("bert-f32-gelu");
        List<Object> words =
                new ArrayList<>(List.of("compile", model, "--calibration", model.resolve("golden.jsonl"), "-o", out));
        words.addAll(List.of(more));
        Call.succeeding(words.toArray());
        return out;
    }

    /** A program that classifies a text, and prints the label and the logits. */
    static String program() {
        return PROGRAM.replace("TEXT", TEXT);
    }

    /** What it prints: what the integer reference computes. */
    static String answer() {
        JsonNode answer = Call.succeeding("run", OUT, "--target", "reference", "--text", TEXT, "--json")
                .document();
        StringBuilder line = new StringBuilder(answer.path("label").asText());
        answer.path("logits_q").forEach(logit -> line.append(' ').append(logit.asLong()));
        return line.append('\n').toString();
    }

    /** Writes a file of a project; its folders are made. */
    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Configures a CMake project and builds it; the folder of its build. */
    static Path cmake(Path project, String... definitions) {
        Path build = project.resolve("build");
        List<String> configure = new ArrayList<>(List.of("cmake", "-S", project.toString(), "-B", build.toString()));
        configure.addAll(List.of(definitions));
        ToolRun.output(configure);
        ToolRun.output(List.of("cmake", "--build", build.toString(), "--parallel", "2"));
        return build;
    }

    /** What a program prints. */
    static String run(Path program) {
        return ToolRun.output(List.of(program.toString()));
    }
}
