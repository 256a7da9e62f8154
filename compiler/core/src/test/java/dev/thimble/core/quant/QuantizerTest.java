package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.reference.IntMatrix;
import dev.thimble.core.reference.IntegerExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantizerTest {
    private static final int[] IDS = {0, 1, 2, 3};
    private static final QuantizerOptions ONE_SCALE = QuantizerOptions.all().withRowScales(false);
    private static final QuantizerOptions UNCORRECTED = QuantizerOptions.all().withBiasCorrection(false);

    private final GraphSketch sketch = new GraphSketch();

    private IntGraph quantize(QuantizerOptions options) {
        return Quantizer.quantize(sketch.graph(), sketch.calibration(), options);
    }

    private IntGraph quantize() {
        return Quantizer.quantize(sketch.graph(), sketch.calibration());
    }

    /** What the integer graph computes of a node, as reals, row by row. */
    private static double[] reals(IntGraph graph, String name) {
        Map<String, double[]> values = new HashMap<>();
        new IntegerExecutor(graph).logits(IDS, (node, matrix) -> values.put(node.name(), reals(node, matrix)));
        return values.get(name);
    }

    private static double[] reals(IntNode node, IntMatrix matrix) {
        return IntStream.range(0, matrix.rows() * matrix.width())
                .mapToDouble(i -> node.quantization().real(matrix.at(i / matrix.width(), i % matrix.width())))
                .toArray();
    }

    private static Op norm(int width) {
        return new Op.LayerNorm(GraphSketch.vector(new double[width]), GraphSketch.vector(new double[width]), 1e-12);
    }

    private static FloatTensor zeros(int size) {
        return GraphSketch.vector(new double[size]);
    }

    @Test
    void theNodesKeepTheirNamesOrderAndShapes() {
        sketch.embedding("e", sketch.random(4, 6)).linear("f", 6, 5, 9, "e").linear("logits", 5, 3, 30, "f");
        IntGraph graph = quantize();
        assertThat(graph.name()).isEqualTo("sketch");
        assertThat(graph.maxTokens()).isEqualTo(4);
        assertThat(graph.nodes()).extracting(IntNode::name).containsExactly("e", "f", "logits");
        assertThat(graph.nodes())
                .extracting(IntNode::shape)
                .containsExactlyElementsOf(sketch.graph().nodes().stream()
                        .map(node -> node.shape())
                        .toList());
        assertThat(graph.node("f").inputs()).containsExactly("e");
    }

    @Test
    void aWideResidualIsConvertedOnceForTheProductsThatReadIt() {
        sketch.embedding("e", sketch.random(4, 8))
                .node("h", norm(8), 8, 3, "e")
                .linear("f", 8, 8, 9, "h")
                .linear("g", 8, 8, 9, "h")
                .node("z", new Op.Add(), 8, 20, "f", "g", "h")
                .linear("logits", 8, 3, 30, "z");
        IntGraph graph = quantize(ONE_SCALE);
        assertThat(graph.nodes())
                .extracting(IntNode::name)
                .containsExactly("e", "e.i16", "h", "h.i8", "f", "g", "z", "logits");
        assertThat(graph.node("f").inputs()).containsExactly("h.i8");
        assertThat(graph.node("g").inputs()).containsExactly("h.i8");
        assertThat(graph.node("z").inputs()).as("the sum reads all 16 bits").containsExactly("f", "g", "h");
        assertThat(graph.node("h.i8").quantization().precision()).isEqualTo(Precision.I8);
        assertThat(graph.node("h.i8").shape()).isEqualTo(graph.node("h").shape());
        assertThat(graph.node("e.i16").quantization().precision()).isEqualTo(Precision.I16);
    }

    @Test
    void conversionsKeepValuesToHalfAStep() {
        FloatTensor table = sketch.random(4, 8);
        Op convolution = new Op.DepthwiseConv1d(sketch.random(8, 2), zeros(8));
        sketch.embedding("e", table)
                .node("h", norm(8), 8, table.toArray(), "e")
                .linear("f", 8, 8, 9, "h")
                .node("c", convolution, 8, 9, "f")
                .linear("g", 8, 8, 9, "f")
                .node("n", norm(8), 8, 3, "f")
                .linear("logits", 8, 3, 30, "n");
        IntGraph graph = quantize(ONE_SCALE);
        assertThat(graph.node("c").inputs()).containsExactly("f.i8s");
        assertThat(graph.node("f.i8s").quantization().zeroPoint()).isZero();
        double[] wide = reals(graph, "f");
        for (String name : List.of("f.i8s", "f.i8")) {
            Quantization format = graph.node(name).quantization();
            double[] narrow = reals(graph, name);
            for (int i = 0; i < wide.length; i++) {
                double within = Math.max(format.real(-128), Math.min(format.real(127), wide[i]));
                assertThat(narrow[i]).as(name).isCloseTo(within, within(0.51 * format.scale()));
            }
        }
        double[] exact = reals(graph, "e");
        double[] converted = reals(graph, "e.i16");
        for (int i = 0; i < exact.length; i++) {
            assertThat(converted[i])
                    .isCloseTo(
                            exact[i], within(graph.node("e.i16").quantization().scale()));
        }
    }

    @Test
    void severalInputsOfAProductStandSideBySideAndKeepTheirQuantisations() {
        FloatTensor weight = sketch.random(5, 14);
        sketch.embedding("e", sketch.random(4, 8).with(i -> i / 100.0))
                .embedding("f", sketch.random(4, 6).with(i -> 3 * (i % 6)))
                .node("logits", new Op.Linear(weight, zeros(5)), 5, 300, "e", "f");
        IntGraph graph = quantize();
        assertThat(graph.nodes()).extracting(IntNode::name).containsExactly("e", "f", "logits.inputs", "logits");
        IntNode inputs = graph.node("logits.inputs");
        assertThat(inputs.inputs()).containsExactly("e", "f");
        assertThat(inputs.shape()).isEqualTo(Shape.tokens(14));
        assertThat(graph.output().inputs()).containsExactly("logits.inputs");
        double[] e = reals(graph, "e");
        double[] f = reals(graph, "f");
        double[] logits = reals(graph, "logits");
        for (int i = 0; i < logits.length; i++) {
            double sum = 0;
            for (int column = 0; column < 14; column++) {
                double x = column < 8 ? e[i / 5 * 8 + column] : f[i / 5 * 6 + column - 8];
                sum += x * weight.at(i % 5, column);
            }
            assertThat(logits[i]).as("logit %d", i).isCloseTo(sum, within(0.3));
        }
    }

    @Test
    void withoutTheSearchConversionsKeepTheWholeRange() {
        float[] values = sketch.random(25_000, 8).toArray();
        values[0] = 9;
        values[1] = -8;
        sketch.embedding("e", sketch.random(4, 8))
                .node("h", norm(8), 8, values, "e")
                .linear("f", 8, 8, 9, "h")
                .node("z", new Op.Add(), 8, 20, "f", "h")
                .linear("logits", 8, 3, 30, "z");
        QuantizerOptions plain = QuantizerOptions.all().withRangeSearch(false);
        assertThat(quantize(plain).node("h.i8").quantization().scale()).isCloseTo(17 / 255.0, within(1e-6));
        assertThat(quantize().node("h.i8").quantization().scale()).isLessThan(15 / 255.0);
    }

    /** Where every row is the same, the mean is the value, and the correction undoes the weights' rounding exactly. */
    @Test
    void biasCorrectionUndoesTheMeanErrorOfRoundedWeights() {
        double[] row = {1.27, -1, 0.5, 0.31, -0.77, 1.1, 0.02, -0.4};
        double[] rows = IntStream.range(0, 32).mapToDouble(i -> row[i % 8]).toArray();
        FloatTensor weight = sketch.random(5, 8);
        FloatTensor bias = GraphSketch.vector(1, -2, 0.5, 0, 0.25);
        sketch.embedding("e", GraphSketch.matrix(4, 8, rows)).node("logits", new Op.Linear(weight, bias), 5, 9, "e");
        double[] real = IntStream.range(0, 5)
                .mapToDouble(o -> bias.at(o)
                        + IntStream.range(0, 8)
                                .mapToDouble(i -> row[i] * weight.at(o, i))
                                .sum())
                .toArray();
        double[] corrected = reals(quantize(), "logits");
        double[] plain = reals(quantize(UNCORRECTED), "logits");
        double off = 0;
        for (int o = 0; o < 5; o++) {
            assertThat(corrected[o]).isCloseTo(real[o], within(0.0006));
            off = Math.max(off, Math.abs(plain[o] - real[o]));
        }
        assertThat(off).as("there was something to correct").isGreaterThan(0.005);
    }

    @Test
    void biasCorrectionKnowsWhichInputChannelAConvolutionReads() {
        double[] rows =
                IntStream.range(0, 8).mapToDouble(i -> i % 2 == 0 ? 1.27 : -0.6).toArray();
        FloatTensor once = sketch.random(1, 3);
        FloatTensor weight = GraphSketch.matrix(4, 3, new double[12]).with(i -> once.at(i % 3));
        sketch.embedding("e", GraphSketch.matrix(4, 2, rows))
                .node("c", new Op.DepthwiseConv1d(weight, zeros(4)), 4, 5, "e")
                .node("n", norm(4), 4, 2, "c")
                .linear("logits", 4, 2, 9, "n");
        double[] corrected = reals(quantize(), "c");
        double step = quantize().node("c").quantization().scale();
        for (int o = 0; o < 4; o++) {
            double taps = weight.at(o, 0) + weight.at(o, 1) + weight.at(o, 2);
            double real = taps * (o < 2 ? 1.27 : -0.6);
            assertThat(corrected[3 * 4 + o]).isCloseTo(real, within(0.51 * step + 0.0002));
        }
        IntOp.DepthwiseConv1d plain =
                (IntOp.DepthwiseConv1d) quantize(UNCORRECTED).node("c").op();
        IntOp.DepthwiseConv1d better =
                (IntOp.DepthwiseConv1d) quantize().node("c").op();
        assertThat(plain.bias().toArray()).containsExactly(0, 0, 0, 0);
        int[] corrections = better.bias().toArray();
        assertThat(Math.abs(corrections[0])).isGreaterThan(5);
        assertThat(corrections[1]).isEqualTo(corrections[0]);
        assertThat(corrections[3]).isEqualTo(corrections[2]);
        assertThat((double) corrections[2]).isCloseTo(corrections[0] * -0.6 / 1.27, within(1.0));
    }

    @Test
    void aGraphWhoseSumsCouldLeave32BitsIsRefused() {
        int width = 140_000;
        FloatTensor ones = FloatTensor.matrix("w", 1, width, new float[width]).with(i -> 1);
        sketch.embedding("e", ones).node("logits", new Op.Linear(ones, zeros(1)), 1, 9, "e");
        assertThatThrownBy(this::quantize)
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0301")
                .hasMessageContaining("logits");
    }
}
