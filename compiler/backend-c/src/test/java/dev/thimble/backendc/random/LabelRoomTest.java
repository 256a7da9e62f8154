package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.CompiledOnce;
import dev.thimble.backendc.Programs;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.LabelRows;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.model.Task;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs with room for labels that come later: images with more of them, and with fewer, in one program. */
class LabelRoomTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final List<Long> SEEDS = List.of(3L, 10L, 21L, 32L);
    private static final int ROOM = 12;

    /** Opens each image that it is given, and prints all answers of it, or that it is refused. */
    private static final String PROGRAM = """
            #include <stdio.h>
            #include <stdlib.h>

            #include "%1$s.h"

            static const uint16_t ids[][THIMBLE_%2$s_MAX_TOKENS] = {
            %3$s};
            static const size_t lengths[] = {%4$s};
            static thimble_%1$s_t ctx;

            static void answer(size_t input)
            {
                thimble_result_t out;
                if (thimble_%1$s_run(&ctx, ids[input], lengths[input], &out) != THIMBLE_OK) {
                    exit(1);
                }
                printf("%%s:", thimble_%1$s_label(&ctx, out.label));
                for (uint16_t i = 0; i < out.labels; i++) {
                    printf(" %%d", (int)out.logits[i]);
                }
                putchar('\\n');
            }

            int main(int count, char **arguments)
            {
                void *const arena = malloc(THIMBLE_%2$s_ARENA_BYTES);
                for (int i = 1; i + 1 < count; i += 2) {
                    const size_t bytes = (size_t)atol(arguments[i + 1]);
                    FILE *const stream = fopen(arguments[i], "rb");
                    void *const image = malloc(bytes);
                    if (stream == NULL || fread(image, 1, bytes, stream) != bytes) {
                        return 1;
                    }
                    fclose(stream);
                    if (thimble_%1$s_open(&ctx, image, bytes, arena, THIMBLE_%2$s_ARENA_BYTES) == THIMBLE_OK) {
                        for (size_t input = 0; input < sizeof lengths / sizeof *lengths; input++) {
                            answer(input);
                        }
                        printf("self-test %%d\\n", thimble_%1$s_selftest(&ctx, NULL));
                    } else {
                        puts("refused");
                    }
                    free(image);
                }
                free(arena);
                return 0;
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void labelsThatCameLaterAreAnsweredAndMoreThanThereIsRoomForAreRefused(KernelSet kernels) throws Exception {
        for (long seed : SEEDS) {
            RandomModel model = RandomModel.of(seed, kernels);
            int labels = model.integers().output().shape().width();
            Path own = build(model, code(model, model.integers(), ROOM));
            IntGraph later = grown(model.integers(), labels + 2);
            IntGraph full = grown(model.integers(), ROOM);
            IntGraph beyond = grown(model.integers(), ROOM + 1);
            assertThat(answers(
                            own,
                            own.resolve(model.name() + "_image.bin"),
                            image(model, "later", later, ROOM),
                            image(model, "full", full, ROOM),
                            image(model, "beyond", beyond, ROOM + 1),
                            image(model, "without", model.integers(), labels)))
                    .as(model.describe())
                    .isEqualTo(expected(model, model.integers()) + expected(model, later) + expected(model, full)
                            + "refused\nrefused\n");
        }
    }

    /** An image that says the program's digest and yet has more labels, or none, is not believed. */
    @Test
    void anImageThatLiesAboutItsLabelsIsRefused() throws Exception {
        RandomModel model = RandomModel.of(SEEDS.get(0), KernelSets.PORTABLE);
        Path own = build(model, code(model, model.integers(), ROOM));
        byte[] image = Files.readAllBytes(own.resolve(model.name() + "_image.bin"));
        int answer = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(144);
        List<Path> lying = new ArrayList<>();
        for (int labels : List.of(0, ROOM + 1, 255)) {
            byte[] other = image.clone();
            other[answer] = (byte) labels;
            lying.add(Files.write(folder.resolve("lying" + labels), other));
        }
        assertThat(answers(own, lying.toArray(Path[]::new))).isEqualTo("refused\n".repeat(lying.size()));
    }

    @Test
    void labelsThatAreLinkedHaveNoRoomAndThereIsNoneForFewerThanThereAre() {
        RandomModel model = RandomModel.of(SEEDS.get(0), KernelSets.PORTABLE);
        int labels = model.integers().output().shape().width();
        Schedule schedule = schedule(model, LabelRows.resized(model.integers(), ROOM));
        assertThatThrownBy(() -> CPackage.of(
                        new Installation(ROOT),
                        schedule,
                        Planner.plan(schedule),
                        task(labels),
                        TokenizerTables.of(RandomModel.TOKENIZER, model.name())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> loaded(model, schedule, model.integers(), ROOM + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CPackage code(RandomModel model, IntGraph graph, int room) {
        int labels = graph.output().shape().width();
        return loaded(model, schedule(model, LabelRows.resized(graph, room)), graph, labels);
    }

    private static Schedule schedule(RandomModel model, IntGraph graph) {
        return Scheduler.schedule(
                graph, model.schedule().block(), model.schedule().kernels());
    }

    private static CPackage loaded(RandomModel model, Schedule schedule, IntGraph tested, int labels) {
        MemoryPlan plan = Planner.plan(schedule);
        return CPackage.loaded(
                new Installation(ROOT),
                schedule,
                plan,
                task(labels),
                TokenizerTables.of(RandomModel.TOKENIZER, model.name()),
                SelfTest.of(tested, model.inputs()));
    }

    private static Task task(int labels) {
        return new Task.Classify(
                IntStream.range(0, labels).mapToObj(LabelRoomTest::label).toList());
    }

    private static String label(int index) {
        return "label " + index;
    }

    /** The graph with more labels, whose weights are random. */
    private static IntGraph grown(IntGraph graph, int labels) {
        int known = graph.output().shape().width();
        IntGraph larger = LabelRows.resized(graph, labels);
        IntOp.Linear head = (IntOp.Linear) larger.output().op();
        Random random = new Random(labels);
        int multiplier = head.requantizer().multipliers().at(0);
        IntOp.Linear filled = new IntOp.Linear(
                filled(head.weight(), known, i -> random.nextInt(255) - 127),
                filled(head.bias(), known, i -> random.nextInt(2_001) - 1_000),
                new Requantizer(
                        head.requantizer().shift(), filled(head.requantizer().multipliers(), known, i -> multiplier)));
        IntNode last = larger.output();
        return larger.withOutput(new IntNode(last.name(), filled, last.inputs(), last.shape(), last.quantization()));
    }

    private static IntTensor filled(IntTensor tensor, int from, IntUnaryOperator value) {
        int[] values = tensor.toArray();
        for (int i = from * tensor.columns(); i < values.length; i++) {
            values[i] = value.applyAsInt(i);
        }
        return IntTensor.of(tensor.name(), tensor.precision(), tensor.dims(), values);
    }

    private Path image(RandomModel model, String name, IntGraph graph, int room) throws IOException {
        byte[] image = code(model, graph, room).files().get(model.name() + "_image.bin");
        return Files.write(folder.resolve(model.name() + "_" + name), image);
    }

    private static String expected(RandomModel model, IntGraph graph) {
        IntegerExecutor reference = new IntegerExecutor(graph);
        return model.inputs().stream()
                        .map(ids -> reference.logits(
                                ids.stream().mapToInt(Integer::intValue).toArray()))
                        .map(LabelRoomTest::line)
                        .collect(Collectors.joining())
                + "self-test 0\n";
    }

    private static String line(int[] logits) {
        int best = IntStream.range(0, logits.length).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
        return label(best) + ":"
                + IntStream.of(logits).mapToObj(logit -> " " + logit).collect(Collectors.joining()) + "\n";
    }

    /** A folder with the package, its program built under the sanitizers. */
    private Path build(RandomModel model, CPackage code) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve(model.name()));
        List<Path> sources = new ArrayList<>(List.of(own.resolve("main.c")));
        for (Map.Entry<String, byte[]> file : code.files().entrySet()) {
            Path path = own.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            if (file.getKey().matches("src/.*\\.c")) {
                sources.add(path);
            }
        }
        Files.writeString(own.resolve("main.c"), program(model), StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of("gcc", "-o", "program"));
        command.addAll(CompiledOnce.SANITIZED);
        command.addAll(CompiledOnce.sanitized(List.of(), List.of(own.resolve("include")))
                .objects(Files.createDirectories(own.resolve("objects")), sources));
        assertThat(Programs.output(own, command)).isEmpty();
        return own;
    }

    private static String program(RandomModel model) {
        String sequences = model.inputs().stream()
                .map(ids -> ids.stream().map(String::valueOf).collect(Collectors.joining(", ", "    {", "},\n")))
                .collect(Collectors.joining());
        String lengths =
                model.inputs().stream().map(ids -> String.valueOf(ids.size())).collect(Collectors.joining(", "));
        return PROGRAM.formatted(model.name(), model.name().toUpperCase(Locale.ROOT), sequences, lengths);
    }

    private static String answers(Path own, Path... images) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./program"));
        for (Path image : images) {
            command.add(image.toString());
            command.add(String.valueOf(Files.size(image)));
        }
        return Programs.output(own, command);
    }
}
