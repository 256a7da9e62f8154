package dev.thimble.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.frontend.LoadedModel;
import dev.thimble.frontend.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Trained models beside the checkout, where there are any: every line of their golden.jsonl. */
class SharedModelsTest {
    private static final double TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> logitsAreThoseOfPyTorch() throws IOException {
        Path models = shared().resolve("models");
        if (!Files.isDirectory(models)) {
            return Stream.empty();
        }
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
        Path root = Path.of(System.getProperty("thimble.root", "."));
        return named.isEmpty() ? root.resolve("../shared") : Path.of(named);
    }

    private static void check(Path folder) throws IOException {
        LoadedModel loaded = ModelFolder.load(folder);
        assertThat(loaded.warnings()).isEmpty();
        Nd4jExecutor executor = new Nd4jExecutor(loaded.model().graph());
        List<Golden> goldens = Golden.read(folder.resolve("golden.jsonl"));
        double worst = goldens.stream()
                .mapToDouble(golden -> golden.error(executor.logits(golden.ids())))
                .max()
                .orElseThrow();
        System.out.printf("%s: %d lines, largest error %.2e%n", folder.getFileName(), goldens.size(), worst);
        assertThat(worst).isLessThanOrEqualTo(TOLERANCE);
    }
}
