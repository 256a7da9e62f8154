package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trained models of full size, where they stand beside the checkout: {@code ../shared} or {@code -Dthimble.shared}. There
 * are no tests without them. One model takes a minute, so {@code -Dthimble.full=true} asks for all three.
 */
class SharedModelsTest {
    private static final Map<String, String> TRAINING =
            Map.of("bert-tiny-snips", "snips", "embbert-snips", "snips", "bert-banking77", "banking77");
    private static final double AGREEMENT = 0.985;
    private static final int VECTORS = 32;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> aTrainedModelIsBitExactAndAgreesWithPyTorch() {
        return Checkout.shared().stream()
                .flatMap(shared -> TRAINING.keySet().stream()
                        .filter(name -> Checkout.full())
                        .filter(name ->
                                Files.isDirectory(shared.resolve("models").resolve(name)))
                        .sorted()
                        .map(name -> DynamicTest.dynamicTest(name, () -> check(shared, name))));
    }

    private void check(Path shared, String name) throws IOException {
        Path model = shared.resolve("models").resolve(name);
        Path training = shared.resolve("data").resolve(TRAINING.get(name)).resolve("train.tsv");
        Path golden = model.resolve("golden.jsonl");
        Path out = folder.resolve(name);
        Call.succeeding("compile", model, "--calibration", training, "-o", out, "--budget", "64MiB");
        Call.succeeding("build", out);
        Call verified = Call.thimble("verify", out, "--vectors", few(golden), "--json");
        assertThat(verified.status()).as(verified.toString()).isZero();
        List<JsonNode> answers =
                Call.succeeding("run", out, "--input", golden, "--json").objects();
        assertThat(agreement(DataFile.read(golden), answers)).isGreaterThanOrEqualTo(AGREEMENT);
    }

    private Path few(Path golden) throws IOException {
        List<String> lines = Files.readAllLines(golden);
        return Files.write(folder.resolve("few.jsonl"), lines.subList(0, Math.min(VECTORS, lines.size())));
    }

    private static double agreement(List<Example> expected, List<JsonNode> answers) {
        assertThat(answers).hasSameSizeAs(expected);
        int agreeing = 0;
        for (int i = 0; i < expected.size(); i++) {
            List<Double> got = Stream.of(answers.get(i).path("logits"))
                    .flatMap(logits -> StreamSupport.stream(logits.spliterator(), false))
                    .map(JsonNode::asDouble)
                    .toList();
            agreeing += largest(expected.get(i).logits()) == largest(got) ? 1 : 0;
        }
        return (double) agreeing / expected.size();
    }

    private static int largest(List<Double> logits) {
        return logits.indexOf(Collections.max(logits));
    }
}
