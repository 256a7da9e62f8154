package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Programs;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.model.Task;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSets;
import dev.thimble.folder.Installation;
import dev.thimble.testing.RandomTensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many labels as an answer can name, and as long as anybody likes, in clean C99 and C++11. */
class LabelsTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final int WIDTH = 4;
    private static final int VOCABULARY = 6;
    private static final int MOST = 65_535;

    /** What a C99 compiler must take as one literal. */
    private static final int LITERAL = 4095;

    private static final List<String> STRICT =
            List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-O1", "-Iinclude");

    /** Classifies the id 1; then lines are the numbers of labels whose names are asked for. */
    private static final String PROGRAM = """
            #include <stdio.h>
            #include "x.h"

            static union {
                uint64_t aligned;
                uint8_t bytes[THIMBLE_X_ARENA_BYTES];
            } arena;
            static thimble_x_t context;

            int main(void)
            {
                const uint16_t id = 1;
                thimble_result_t result;
                unsigned label;
                if (thimble_x_init(&context, arena.bytes, sizeof arena.bytes) != THIMBLE_OK
                    || thimble_x_run(&context, &id, 1, &result) != THIMBLE_OK) {
                    return 1;
                }
                printf("%u %u %ld\\n", result.labels, result.label, (long)result.logits[result.labels - 1]);
                while (scanf("%u", &label) == 1) {
                    puts(thimble_x_label((uint16_t)label));
                }
                return 0;
            }
            """;

    @TempDir
    Path folder;

    private static IntGraph graph(int labels) {
        RandomTensors tensors = new RandomTensors(new Random(5));
        Graph graph = new Graph(
                "x",
                2,
                List.of(
                        new Node(
                                "token",
                                new Op.Embedding(new IndexSource.TokenId(), tensors.weight(VOCABULARY, WIDTH)),
                                List.of(),
                                Shape.tokens(WIDTH)),
                        new Node("first", new Op.Pool(PoolKind.FIRST), List.of("token"), Shape.one(WIDTH)),
                        new Node(
                                "logits",
                                new Op.Linear(tensors.weight(labels, WIDTH), tensors.bias(labels)),
                                List.of("first"),
                                Shape.one(labels))));
        List<int[]> known =
                IntStream.range(0, VOCABULARY).mapToObj(id -> new int[] {id}).toList();
        return Quantizer.quantize(graph, Calibration.of(graph, new OrderedExecutor(graph), known));
    }

    private static Map<String, byte[]> files(IntGraph graph, List<String> labels) {
        Schedule schedule = Scheduler.schedule(graph, 1, KernelSets.PORTABLE);
        return CPackage.of(
                        new Installation(ROOT),
                        schedule,
                        Planner.plan(schedule),
                        new Task.Classify(labels),
                        TokenizerTables.of(RandomModel.TOKENIZER, "x"))
                .files();
    }

    /** What the program prints; its text in UTF-8. */
    private List<String> answers(IntGraph graph, List<String> labels, String asked) throws Exception {
        for (Map.Entry<String, byte[]> file : files(graph, labels).entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.writeString(folder.resolve("src/main.c"), PROGRAM);
        Files.writeString(folder.resolve("asked"), asked);
        Programs.output(
                folder, gcc(List.of("g++", "-std=c++11", "-fsyntax-only", "-x", "c++"), List.of("src/x_model.c")));
        Programs.output(folder, gcc(List.of("gcc", "-std=c99", "-o", "program"), sources()));
        return Programs.output(folder, List.of("sh", "-c", "./program < asked"))
                .lines()
                .toList();
    }

    private List<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("src"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".c"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> gcc(List<String> compiler, List<String> sources) {
        List<String> command = new ArrayList<>(compiler);
        command.addAll(STRICT);
        command.addAll(sources);
        return command;
    }

    @Test
    void asManyLabelsAsAnAnswerCanNameAreCounted() throws Exception {
        IntGraph graph = graph(MOST);
        List<String> labels =
                IntStream.range(0, MOST).mapToObj(i -> "label " + i).toList();
        int[] logits = new IntegerExecutor(graph).logits(new int[] {1});
        int best = IntStream.range(0, MOST).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
        assertThat(answers(graph, labels, "0 65534 65535"))
                .containsExactly(MOST + " " + best + " " + logits[MOST - 1], "label 0", "label 65534", "");
    }

    @Test
    void moreAreRefusedWhereTheCIsMade() {
        IntGraph graph = graph(MOST + 1);
        List<String> labels = IntStream.range(0, MOST + 1).mapToObj(i -> "l").toList();
        assertThatThrownBy(() -> files(graph, labels)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLabelMayBeOfAnyLength() throws Exception {
        String odd = "'quoted' \"twice\" \\ back ??/ Tromsø 模型 \u0001";
        List<String> labels = List.of(
                "", "a".repeat(LITERAL), "b".repeat(LITERAL + 1), odd.repeat(3000), "ø".repeat(LITERAL / 2 + 1), odd);
        List<String> answers = answers(graph(labels.size()), labels, "0 1 2 3 4 5");
        assertThat(answers.subList(1, answers.size())).isEqualTo(labels);
        assertThat(odd.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(30);
    }
}
