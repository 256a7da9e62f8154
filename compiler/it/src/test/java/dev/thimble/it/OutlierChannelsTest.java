package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.equalize.EqualizeChannels;
import dev.thimble.core.exec.Logits;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.reference.Nd4jExecutor;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A channel's gain is a matter of taste to the float model and must be one to the integer model: with 1 channel in 16
 * made 24 to 40 times as large, the answers agree with the float model's as often as before, to half a point.
 */
class OutlierChannelsTest {
    private static final Map<String, String> TRAINED =
            Map.of("bert-tiny-snips", "snips", "embbert-snips", "snips", "bert-banking77", "banking77");
    private static final double HALF_A_POINT = 0.005;
    private static final int CALIBRATION = 256;

    /** The shipped example always; trained models of full size where they stand beside the checkout and are asked for. */
    @TestFactory
    Stream<DynamicTest> equalisationUndoesOutlierChannels() {
        Stream<DynamicTest> example = Stream.of(DynamicTest.dynamicTest(
                "intents", () -> check(Checkout.MODEL, Checkout.SENTENCES, Checkout.SENTENCES)));
        return Stream.concat(
                example,
                Checkout.shared().stream().filter(shared -> Checkout.full()).flatMap(OutlierChannelsTest::trained));
    }

    private static Stream<DynamicTest> trained(Path shared) {
        return TRAINED.keySet().stream()
                .sorted()
                .filter(name -> Files.isDirectory(shared.resolve("models").resolve(name)))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Path data = shared.resolve("data").resolve(TRAINED.get(name));
                    check(shared.resolve("models").resolve(name), data.resolve("train.tsv"), data.resolve("test.tsv"));
                }));
    }

    private static void check(Path folder, Path calibration, Path test) {
        Model model = ModelFolder.load(folder).model();
        List<int[]> scales = ids(model, spread(DataFile.read(calibration), CALIBRATION));
        List<int[]> inputs = ids(model, DataFile.read(test));
        Graph plain = Pipeline.standard().prepare(model.graph());
        Graph rescaled = Pipeline.standard().prepare(OutlierChannels.in(model.graph(), 7));
        int[] expected = labels(new Nd4jExecutor(plain), inputs);
        assertThat(agreement(expected, labels(new Nd4jExecutor(rescaled), inputs)))
                .as("the rescaled float model is the same function")
                .isGreaterThan(0.999);
        double before = agreement(expected, labels(quantized(plain, scales), inputs));
        double after = agreement(expected, labels(quantized(rescaled, scales), inputs));
        System.out.println(folder.getFileName() + ": agreement " + before + ", with outlier channels " + after);
        assertThat(after).isGreaterThanOrEqualTo(before - HALF_A_POINT);
    }

    private static IntGraph quantized(Graph graph, List<int[]> inputs) {
        Graph equalized = EqualizeChannels.run(graph, Calibration.of(graph, new Nd4jExecutor(graph), inputs));
        return Quantizer.quantize(equalized, Calibration.of(equalized, new Nd4jExecutor(equalized), inputs));
    }

    private static List<Example> spread(List<Example> examples, int count) {
        int taken = Math.min(count, examples.size());
        return IntStream.range(0, taken)
                .mapToObj(i -> examples.get(i * examples.size() / taken))
                .toList();
    }

    private static List<int[]> ids(Model model, List<Example> examples) {
        Tokenizer tokenizer = new Tokenizer(model.tokenizer());
        return examples.stream()
                .map(example -> tokenizer.encode(
                        example.text().orElseThrow(), model.graph().maxTokens()))
                .map(encoding ->
                        encoding.ids().stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private static int[] labels(Nd4jExecutor executor, List<int[]> inputs) {
        return inputs.stream()
                .mapToInt(ids -> Logits.label(executor.logits(ids)))
                .toArray();
    }

    private static int[] labels(IntGraph graph, List<int[]> inputs) {
        IntegerExecutor executor = new IntegerExecutor(graph);
        return inputs.stream()
                .mapToInt(ids -> Logits.label(executor.logits(ids)))
                .toArray();
    }

    private static double agreement(int[] expected, int[] got) {
        long same = IntStream.range(0, expected.length)
                .filter(i -> expected[i] == got[i])
                .count();
        return (double) same / expected.length;
    }
}
