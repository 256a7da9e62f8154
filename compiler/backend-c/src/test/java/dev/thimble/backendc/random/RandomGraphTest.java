package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.quant.LayerErrors;
import dev.thimble.core.reference.IntMatrix;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.target.KernelSet;
import dev.thimble.testing.DoubleExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random models: every value that the compiled C computes is the integer reference's, bit for bit.
 * {@code -Dthimble.seeds=N} tries N models, {@code -Dthimble.seed=S} starts at seed S.
 */
class RandomGraphTest {
    private static final int BATCH = 12;
    private static final int SEEDS = 32;
    private static final Path FOLDER =
            Path.of(System.getProperty("thimble.root"), "compiler/backend-c/target/random-graphs");

    /** Seeds of models that share a program, and so the kernels. */
    static Stream<List<Long>> batches() {
        long first = Long.getLong("thimble.seed", 1);
        int count = Integer.getInteger("thimble.seeds", SEEDS);
        Map<KernelSet, List<Long>> bySet = LongStream.range(first, first + count)
                .boxed()
                .collect(Collectors.groupingBy(RandomModel::kernels, LinkedHashMap::new, Collectors.toList()));
        return bySet.values().stream().flatMap(RandomGraphTest::batched);
    }

    private static Stream<List<Long>> batched(List<Long> seeds) {
        return IntStream.iterate(0, from -> from < seeds.size(), from -> from + BATCH)
                .mapToObj(from -> seeds.subList(from, Math.min(from + BATCH, seeds.size())));
    }

    @ParameterizedTest(name = "seeds {0}")
    @MethodSource("batches")
    void theCompiledCComputesTheReferencesBits(List<Long> seeds) throws IOException, InterruptedException {
        List<RandomModel> models = seeds.stream().map(RandomModel::of).toList();
        CBatch batch = new CBatch(emptied(FOLDER.resolve("from-" + seeds.get(0))), models);
        batch.build();
        Iterator<String> answers = batch.run().iterator();
        for (RandomModel model : models) {
            for (List<Integer> ids : model.inputs()) {
                compare(model, ids, answers);
            }
            System.out.println(figures(model));
        }
        assertThat(answers).isExhausted();
    }

    private static void compare(RandomModel model, List<Integer> ids, Iterator<String> answers) {
        Set<String> expected = new HashSet<>();
        int[] logits = new IntegerExecutor(model.integers())
                .logits(array(ids), (node, matrix) -> expected.addAll(lines(model, ids.size(), node, matrix)));
        String line = answers.next();
        while (line.startsWith("v ")) {
            if (!expected.remove(line)) {
                throw new AssertionError(
                        "the C has " + line + "\nfor ids " + ids + " in " + FOLDER + "\n" + model.describe());
            }
            line = answers.next();
        }
        assertThat(expected)
                .as("values that the C does not compute; %s", model.describe())
                .isEmpty();
        assertThat(line).as(model.describe()).isEqualTo("l" + words(logits));
    }

    private static Set<String> lines(RandomModel model, int tokens, IntNode node, IntMatrix matrix) {
        boolean computed = model.schedule().loops().stream().anyMatch(loop -> loop.makes(node.name()));
        int rows = computed ? Math.min(matrix.rows(), model.rowsComputed(node, tokens)) : 0;
        return IntStream.range(0, rows)
                .mapToObj(row -> "v " + node.name() + " " + row + words(matrix.row(row)))
                .collect(Collectors.toSet());
    }

    private static String words(int[] values) {
        return Arrays.stream(values).mapToObj(value -> " " + value).collect(Collectors.joining());
    }

    private static int[] array(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String figures(RandomModel model) {
        List<int[]> inputs = model.inputs().stream().map(RandomGraphTest::array).toList();
        List<LayerErrors.LayerError> errors =
                LayerErrors.measure(model.integers(), new DoubleExecutor(model.real()), inputs);
        return String.format(
                Locale.ROOT,
                "%s: %d nodes, %d tokens, block %d, arena %d of at least %d, logits %.1f dB",
                model.name(),
                model.integers().nodes().size(),
                model.integers().maxTokens(),
                model.schedule().block(),
                model.plan().arena(),
                model.plan().lowerBound(),
                errors.get(errors.size() - 1).decibels());
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
