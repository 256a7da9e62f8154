package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Products that read all 16 bits of embeddings, in parts of 8. */
class FineEmbeddingsTest {
    private static final int ENTRIES = 60;
    private static final int NARROW = 8;
    private static final int WIDE = 24;

    private final Random random = new Random(47);
    private final FloatTensor table = matrix(ENTRIES, NARROW);
    private final Graph graph = new Graph(
            "g",
            4,
            List.of(
                    new Node(
                            "token",
                            new Op.Embedding(new IndexSource.TokenId(), table),
                            List.of(),
                            Shape.tokens(NARROW)),
                    linear("expander", "token", matrix(WIDE, NARROW), Shape.tokens(WIDE)),
                    new Node("pool", new Op.Pool(PoolKind.FIRST), List.of("expander"), Shape.one(WIDE)),
                    linear("head", "pool", matrix(3, WIDE), Shape.one(3))));
    private final List<int[]> inputs =
            IntStream.range(0, ENTRIES).mapToObj(id -> new int[] {id}).toList();
    private final Calibration calibration = Calibration.of(graph, new OrderedExecutor(graph), inputs);

    private FloatTensor matrix(int rows, int columns) {
        float[] values = new float[rows * columns];
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextGaussian());
        return FloatTensor.matrix("m" + rows + "x" + columns, rows, columns, values);
    }

    private static Node linear(String name, String input, FloatTensor weight, Shape shape) {
        FloatTensor bias = FloatTensor.vector(name + ".bias", new float[weight.rows()]);
        return new Node(name, new Op.Linear(weight, bias), List.of(input), shape);
    }

    private IntGraph quantized(boolean fine) {
        return Quantizer.quantize(graph, calibration, QuantizerOptions.all().withFineEmbeddings(fine));
    }

    private static IntOp.Linear product(IntGraph graph, String name) {
        return (IntOp.Linear) graph.node(name).op();
    }

    private double decibels(IntGraph integers) {
        return LayerErrors.measure(integers, new OrderedExecutor(graph), inputs).stream()
                .filter(error -> error.node().name().equals("expander"))
                .findFirst()
                .orElseThrow()
                .decibels();
    }

    @Test
    void aProductOfEmbeddingsReadsThreePartsAndOthersOne() {
        IntGraph fine = quantized(true);
        assertThat(fine.node("expander.inputs").inputs()).containsExactly("token.i8", "token.rest", "token.repetition");
        assertThat(fine.node("token").quantization().precision()).isEqualTo(Precision.I16);
        assertThat(product(fine, "expander").weight().columns()).isEqualTo(3 * NARROW);
        assertThat(product(fine, "head").weight().columns()).isEqualTo(WIDE);
        assertThat(quantized(false).nodes()).noneMatch(node -> node.name().endsWith(".rest"));
    }

    @Test
    void aPartsStepIsAnEighthOrEightTimesTheWholes() {
        IntGraph fine = quantized(true);
        double whole = fine.node("token.i8").quantization().scale();
        assertThat(fine.node("token.rest").quantization().scale()).isEqualTo(whole / 8);
        assertThat(fine.node("token.repetition").quantization().scale()).isEqualTo(whole * 8);
    }

    @Test
    void whatRoundingTakesOffWeightsMeetsTheRepetition() {
        IntOp.Linear product = product(quantized(true), "expander");
        int farthest = 0;
        for (int row = 0; row < WIDE; row++) {
            for (int column = 2 * NARROW; column < 3 * NARROW; column++) {
                farthest = Math.max(farthest, Math.abs(product.weight().at(row, column)));
            }
        }
        assertThat(farthest).isBetween(3, 4);
    }

    @Test
    void theProductIsCloserToTheFloatModels() {
        assertThat(decibels(quantized(true))).isGreaterThan(decibels(quantized(false)) + 3);
    }
}
