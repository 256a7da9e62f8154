package dev.thimble.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.train.PartGraph;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.frontend.LoadedModel;
import dev.thimble.frontend.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every line of the golden.jsonl of tiny random models (tools/fixtures/tiny_models.py), and of the trained models beside
 * the checkout where there are any.
 */
class GoldenLogitsTest {
    private static final double TOLERANCE = 1e-4;

    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final Path TINY = ROOT.resolve("compiler/reference/src/test/resources/models");

    @TestFactory
    Stream<DynamicTest> logitsOfTinyModelsAreThoseOfPyTorch() throws IOException {
        List<DynamicTest> tests = tests(TINY).toList();
        assertThat(tests).hasSize(5);
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> logitsOfTrainedModelsAreThoseOfPyTorch() throws IOException {
        Path models = shared().resolve("models");
        return Files.isDirectory(models) ? tests(models) : Stream.empty();
    }

    private static Stream<DynamicTest> tests(Path models) throws IOException {
        try (Stream<Path> folders = Files.list(models)) {
            List<Path> found = folders.filter(folder -> Files.exists(folder.resolve("golden.jsonl")))
                    .sorted()
                    .toList();
            return found.stream()
                    .map(folder -> DynamicTest.dynamicTest(String.valueOf(folder.getFileName()), () -> check(folder)));
        }
    }

    private static Path shared() {
        String named = System.getProperty("thimble.shared", "");
        return named.isEmpty() ? ROOT.resolve("../shared") : Path.of(named);
    }

    private static void check(Path folder) throws IOException {
        LoadedModel loaded = ModelFolder.load(folder);
        assertThat(loaded.warnings()).isEmpty();
        Graph graph = loaded.model().graph();
        check(folder, graph);
        if (folder.startsWith(TINY)) {
            check(folder, PartGraph.of(new TrainablePart.HeadAndMean(), graph));
        }
    }

    private static void check(Path folder, Graph graph) throws IOException {
        Nd4jExecutor executor = new Nd4jExecutor(graph);
        List<Golden> goldens = Golden.read(folder.resolve("golden.jsonl"));
        double worst = goldens.stream()
                .mapToDouble(golden -> golden.error(executor.logits(golden.ids())))
                .max()
                .orElseThrow();
        System.out.printf("%s: %d lines, largest error %.2e%n", folder.getFileName(), goldens.size(), worst);
        assertThat(worst).isLessThanOrEqualTo(TOLERANCE);
    }
}
