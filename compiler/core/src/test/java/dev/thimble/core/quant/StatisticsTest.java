package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.quant.LayerErrors.LayerError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void columnsHaveTheirOwnMeansAndMagnitudes() {
        ValueStatistics statistics = new ValueStatistics(2);
        assertThat(statistics.columnMean(0)).isZero();
        statistics.add(new float[] {1, -7, 2, 3}, 2);
        statistics.add(new float[] {6, 1, 99, 99}, 1);
        assertThat(statistics.columnMean(0)).isEqualTo(3);
        assertThat(statistics.columnMean(1)).isEqualTo(-1);
        assertThat(statistics.columnMagnitude(0)).isEqualTo(6);
        assertThat(statistics.columnMagnitude(1)).isEqualTo(7);
        assertThat(statistics.min()).isEqualTo(-7);
        assertThat(statistics.max()).isEqualTo(6);
        assertThat(statistics.magnitude()).isEqualTo(7);
        assertThat(statistics.histogram().total())
                .as("the last row is not one of them")
                .isEqualTo(6);
    }

    @Test
    void binsLieAroundZeroAndWidenInPairs() {
        Histogram histogram = new Histogram();
        double width = Math.scalb(1.0, -31);
        assertThat(histogram.binWidth()).isEqualTo(width);
        histogram.add(0);
        histogram.add(-width / 2);
        histogram.add(Math.scalb(1.0, -20));
        histogram.add(-Math.scalb(1.0, -20));
        assertThat(histogram.binWidth()).as("both ends still lie within").isEqualTo(width);
        assertThat(histogram.count(2048)).isEqualTo(1);
        assertThat(histogram.count(2047)).isEqualTo(1);
        assertThat(histogram.count(4095)).isEqualTo(1);
        assertThat(histogram.count(0)).isEqualTo(1);
        assertThat(histogram.centre(2047)).isEqualTo(-width / 2);
        histogram.add(Math.scalb(1.5, -20));
        assertThat(histogram.binWidth()).isEqualTo(2 * width);
        assertThat(histogram.count(2048)).isEqualTo(1);
        assertThat(histogram.count(1024)).isEqualTo(1);
        assertThat(histogram.count(3071)).isEqualTo(1);
        assertThat(histogram.count(3584)).isEqualTo(1);
        assertThat(histogram.total()).isEqualTo(5);
    }

    /** A table of 10 steps, and a product by 3 of which each result is off by what is added to the real one. */
    private static IntGraph twoNodes() {
        IntTensor table = IntTensor.of("t", Precision.I8, List.of(2, 1), new int[] {10, -20});
        IntNode embedding = new IntNode(
                "e",
                new IntOp.Embedding(new IndexSource.TokenId(), table),
                List.of(),
                Shape.tokens(1),
                Quantization.symmetric(Precision.I8, 1));
        IntOp three = new IntOp.Linear(
                IntTensor.of("w", Precision.I8, List.of(1, 1), new int[] {3}),
                IntTensor.vector("b", Precision.I32, new int[1]),
                Requantizer.of("m", 1));
        IntNode product =
                new IntNode("p", three, List.of("e"), Shape.tokens(1), Quantization.symmetric(Precision.I16, 0.5));
        IntNode conversion = new IntNode(
                "p.i8",
                new IntOp.Add(List.of(Requantizer.of("c", 0.5))),
                List.of("p"),
                Shape.tokens(1),
                Quantization.symmetric(Precision.I8, 1));
        return new IntGraph("g", 2, List.of(embedding, product, conversion));
    }

    @Test
    void aLayersErrorIsThePowerOfItsValuesOverThatOfWhatTheyAreOff() {
        Op embedding = new Op.Embedding(new IndexSource.TokenId(), GraphSketch.matrix(2, 1, 10, -20));
        Op product = new Op.Linear(GraphSketch.matrix(1, 1, 1.5), GraphSketch.vector(0));
        Graph real = new Graph(
                "g",
                2,
                List.of(
                        new Node("e", embedding, List.of(), Shape.tokens(1)),
                        new Node("p", product, List.of("e"), Shape.tokens(1))));
        Map<String, float[]> values = Map.of("e", new float[] {10, -20}, "p", new float[] {16, -28});
        List<LayerError> errors = LayerErrors.measure(
                twoNodes(), GraphSketch.replay(real, values), List.of(new int[] {0, 1}, new int[] {0, 1}));
        assertThat(errors).extracting(error -> error.node().name()).containsExactly("e", "p");
        assertThat(errors.get(0).decibels()).isInfinite().isPositive();
        // 15 for 16 and -30 for -28.
        assertThat(errors.get(1).decibels()).isCloseTo(10 * Math.log10((16 * 16 + 28 * 28) / 5.0), within(1e-9));
    }

    @Test
    void everyColumnOfEveryRowCountsOnceAsSignalAndAsNoise() {
        IntTensor table = IntTensor.of("t", Precision.I8, List.of(2, 2), new int[] {1, 2, 3, 4});
        Op embedding = new Op.Embedding(new IndexSource.TokenId(), GraphSketch.matrix(2, 2, 1, 2, 3, 4));
        Graph real = new Graph("g", 2, List.of(new Node("e", embedding, List.of(), Shape.tokens(2))));
        IntNode node = new IntNode(
                "e",
                new IntOp.Embedding(new IndexSource.TokenId(), table),
                List.of(),
                Shape.tokens(2),
                Quantization.symmetric(Precision.I8, 1));
        List<LayerError> errors = LayerErrors.measure(
                new IntGraph("g", 2, List.of(node)),
                GraphSketch.replay(real, Map.of("e", new float[] {1, 2, 3, 5})),
                List.of(new int[] {0, 1}));
        assertThat(errors.get(0).decibels()).isCloseTo(10 * Math.log10(1 + 4 + 9 + 25), within(1e-9));
    }
}
