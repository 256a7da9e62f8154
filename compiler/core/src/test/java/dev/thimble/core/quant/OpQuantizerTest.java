package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.exec.Activations;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.RowScale;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The integers of each operator's constants, by the formulas of docs/numerics.md. */
class OpQuantizerTest {
    private static final int TOKENS = 16;
    private static final int WIDTH = 4;

    private static IntNode value(Quantization quantization) {
        IntTensor table = IntTensor.of("t", Precision.I8, List.of(1, WIDTH), new int[WIDTH]);
        IntOp op = new IntOp.Embedding(new IndexSource.TokenId(), table);
        return new IntNode("x", op, List.of(), Shape.tokens(WIDTH), quantization);
    }

    private static Calibration nothingSeen() {
        return new GraphSketch().embedding("x", GraphSketch.matrix(1, 1, 0)).calibration();
    }

    private static OpQuantizer quantizer(Quantization result, Quantization... inputs) {
        List<IntNode> nodes = Arrays.stream(inputs).map(OpQuantizerTest::value).toList();
        return new OpQuantizer("n", whole(nodes), result, TOKENS, nothingSeen(), QuantizerOptions.all(), List.of());
    }

    private static List<Part> whole(List<IntNode> values) {
        return values.stream().map(value -> new Part(value, 0, Part.Role.WHOLE)).toList();
    }

    private static Quantization i8(double scale, int zeroPoint) {
        return new Quantization(Precision.I8, scale, zeroPoint);
    }

    private static Quantization i16(double scale) {
        return Quantization.symmetric(Precision.I16, scale);
    }

    @Test
    void aLayerNormsConstantsHaveEightFractionalBits() {
        RowScale scale = RowScale.of(WIDTH, 1e-5, 0.01);
        IntOp.LayerNorm op = (IntOp.LayerNorm) quantizer(i8(0.5, -3), i16(0.01))
                .layerNorm(
                        new Op.LayerNorm(GraphSketch.vector(1, -0.5, 0, 2), GraphSketch.vector(0, 1, -1, 0.25), 1e-5));
        assertThat(op.scale()).isEqualTo(scale);
        double unit = Math.scalb(1.0, 40 - scale.fraction()) / 0.5;
        assertThat(op.gain().toArray()).containsExactly((int) unit, (int) (-unit / 2), 0, (int) (2 * unit));
        int zero = -3 * 256 + 128;
        assertThat(op.bias().toArray()).containsExactly(zero, zero + 512, zero - 512, zero + 128);
    }

    @Test
    void anRmsNormsBiasIsHalfAStepAndTheZeroPoint() {
        IntOp.RmsNorm op = (IntOp.RmsNorm)
                quantizer(i8(0.5, 7), i16(0.01)).rmsNorm(new Op.RmsNorm(GraphSketch.vector(1, 1, 1, 3), 1e-5));
        double unit = Math.scalb(1.0, 40 - op.scale().fraction()) / 0.5;
        assertThat(op.gain().toArray()).containsExactly((int) unit, (int) unit, (int) unit, (int) (3 * unit));
        assertThat(op.bias().toArray()).containsOnly(7 * 256 + 128);
        assertThat(op.bias().name()).isEqualTo("n.bias");
    }

    @Test
    void gainsAndBiasesBeyondAllSenseAreCutAtTwoToTheThirty() {
        IntOp.LayerNorm op = (IntOp.LayerNorm) quantizer(i8(1e-9, 0), i16(0.01))
                .layerNorm(
                        new Op.LayerNorm(GraphSketch.vector(1, -1, 0, 0), GraphSketch.vector(1e9, -1e9, 0, 0), 1e-5));
        assertThat(op.gain().toArray()).containsExactly(1 << 30, -(1 << 30), 0, 0);
        assertThat(op.bias().toArray()).containsExactly(1 << 30, -(1 << 30), 128, 128);
    }

    @Test
    void attentionsExponentCounts256thsOfAPowerOfTwo() {
        IntOp.Attention op = (IntOp.Attention)
                quantizer(i8(0.03, 0), i8(0.1, 0), i8(0.2, 0), i8(0.05, 0)).attention(new Op.Attention(2, 0.5));
        double factor = 0.1 * 0.2 * 0.5 / Math.log(2) * 256;
        assertThat(Math.scalb(
                        (double) op.exponent().multipliers().at(0),
                        op.exponent().shift() - 32))
                .isCloseTo(factor, within(1e-8));
        assertThat(op.heads()).isEqualTo(2);
        double gain = 0.05 / 0.03;
        assertThat(op.shift()).isEqualTo(1);
        assertThat(op.numerator()).isEqualTo(Math.round(gain * Math.scalb(1.0, 31)));
    }

    @Test
    void attentionsNumeratorHas32BitsWhateverTheGain() {
        for (double gain : new double[] {0.3, 0.5, 0.999, 1, 1.5, 1.9999999999, 2, 100}) {
            IntOp.Attention op = (IntOp.Attention)
                    quantizer(i8(1 / gain, 0), i8(0.1, 0), i8(0.2, 0), i8(1, 0)).attention(new Op.Attention(2, 0.5));
            assertThat(op.numerator()).isBetween(1L << 30, 0xFFFF_FFFFL);
            assertThat(op.shift()).isEqualTo(gain < 0.5 ? 0 : Math.max(0, Math.getExponent(gain) + 1));
            assertThat(Math.scalb((double) op.numerator(), op.shift() - 32)).isCloseTo(gain, within(gain * 1e-8));
        }
    }

    @Test
    void attentionWithMoreTokensThanItsAccumulatorHoldsIsRefused() {
        List<IntNode> inputs = List.of(value(i8(0.1, 0)), value(i8(0.2, 0)), value(i8(1, 0)));
        OpQuantizer tooLong =
                new OpQuantizer("n", whole(inputs), i8(1, 0), 40_000, nothingSeen(), QuantizerOptions.all(), List.of());
        assertThatThrownBy(() -> tooLong.attention(new Op.Attention(2, 0.5)))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0301");
    }

    @Test
    void attentionsHeadsCountWhereScoresAreBounded() {
        Quantization coarse = i8(100, 0);
        OpQuantizer quantizer = quantizer(coarse, coarse, coarse, coarse);
        // An exponent's shift of 15 leaves 16 bits: 2 * 128 * 128 * 2 columns is one bit too many.
        Op.Attention oneColumn = new Op.Attention(WIDTH, 0.003);
        Op.Attention twoColumns = new Op.Attention(2, 0.003);
        assertThat(((IntOp.Attention) quantizer.attention(oneColumn)).exponent().shift())
                .isEqualTo(15);
        assertThatThrownBy(() -> quantizer.attention(twoColumns)).isInstanceOf(ThimbleException.class);
    }

    @Test
    void activationTablesHoldTheFunctionOfEveryInteger() {
        Quantization in = i8(0.05, 20);
        Quantization out = i8(0.02, -100);
        for (ActivationKind kind : ActivationKind.values()) {
            IntOp.Lookup op = (IntOp.Lookup) quantizer(out, in).activation(new Op.Activation(kind));
            assertThat(op.table().size()).isEqualTo(256);
            for (int q = -128; q <= 127; q++) {
                double steps = Activations.apply(kind, 0.05 * (q - 20)) / 0.02 - 100;
                double expected = Math.max(-128, Math.min(127, steps));
                assertThat((double) op.table().at(q + 128))
                        .as("%s of %d", kind, q)
                        .isCloseTo(expected, within(0.5001));
            }
        }
    }

    @Test
    void activationsAreTheirDefinitions() {
        for (double x : new double[] {-9, -2, -0.5, 0, 0.1, 1, 3, 9}) {
            assertThat(Activations.apply(ActivationKind.RELU, x)).isEqualTo(x > 0 ? x : 0);
            assertThat(Activations.apply(ActivationKind.TANH, x)).isCloseTo(Math.tanh(x), within(1e-15));
            assertThat(Activations.apply(ActivationKind.SILU, x))
                    .isCloseTo(x * (0.5 + 0.5 * Math.tanh(x / 2)), within(1e-14));
            double gelu = Activations.apply(ActivationKind.GELU, x);
            assertThat(Activations.apply(ActivationKind.GELU_TANH, x)).isCloseTo(gelu, within(5e-4));
        }
        assertThat(Activations.apply(ActivationKind.GELU, 1)).isCloseTo(0.8413447460685429, within(1e-14));
        assertThat(Activations.apply(ActivationKind.GELU, -2)).isCloseTo(-0.04550026389635842, within(1e-14));
        assertThat(Activations.apply(ActivationKind.GELU_TANH, 1)).isCloseTo(0.8411919906082768, within(1e-12));
        assertThat(Activations.apply(ActivationKind.GELU_TANH, -2)).isCloseTo(-0.04540230591222, within(1e-12));
    }

    private static double factor(IntOp.Add op, int index) {
        return Math.scalb(
                (double) op.requantizers().get(index).multipliers().at(0),
                op.requantizers().get(index).shift() - 32);
    }

    @Test
    void sumsBringEachTermToTheResultsScale() {
        OpQuantizer quantizer = quantizer(i16(0.01), i8(0.2, 3), i16(0.001));
        IntOp.Add plain = (IntOp.Add) quantizer.add(new Op.Add());
        assertThat(plain.requantizers()).hasSize(2);
        assertThat(factor(plain, 0)).isCloseTo(20, within(1e-7));
        assertThat(factor(plain, 1)).isCloseTo(0.1, within(1e-9));
        IntOp.Add weighted = (IntOp.Add) quantizer.weightedSum(new Op.WeightedSum(List.of(-0.5, 3.0)));
        assertThat(factor(weighted, 0)).isCloseTo(-10, within(1e-7));
        assertThat(factor(weighted, 1)).isCloseTo(0.3, within(1e-9));
        assertThat(weighted.requantizers().get(0).multipliers().name()).isEqualTo("n.multiplier0");
    }

    @Test
    void sumsThatCouldLeave32BitsAreRefused() {
        Quantization one = i16(1);
        assertThatThrownBy(() -> quantizer(i16(1 / 17_000.0), one).add(new Op.Add()))
                .as("a left shift of 16 bits")
                .isInstanceOf(ThimbleException.class);
        Quantization fine = i16(1 / 16_000.0);
        // Four times 32768 * 16000 is below 2^31, five times is not.
        OpQuantizer four = quantizer(fine, one, one, one, one);
        OpQuantizer five = quantizer(fine, one, one, one, one, one);
        assertThat(((IntOp.Add) four.add(new Op.Add())).requantizers()).hasSize(4);
        assertThatThrownBy(() -> five.add(new Op.Add())).isInstanceOf(ThimbleException.class);
        assertThatThrownBy(() -> five.weightedSum(new Op.WeightedSum(List.of(1.0, -1.0, 1.0, -1.0, 1.0))))
                .as("the bound is one of magnitudes")
                .isInstanceOf(ThimbleException.class);
    }

    @Test
    void poolingStaysPooling() {
        assertThat(quantizer(i8(1, 0), i8(1, 0)).pool(new Op.Pool(PoolKind.FIRST)))
                .isEqualTo(new IntOp.Pool(PoolKind.FIRST));
    }

    @Test
    void anEmbeddingKeepsItsSource() {
        IndexSource source = new IndexSource.Segment(0, 3);
        IntOp.Embedding op = (IntOp.Embedding)
                quantizer(i8(0.01, 0)).embedding(new Op.Embedding(source, GraphSketch.matrix(1, 2, 1.27, -0.5)));
        assertThat(op.source()).isEqualTo(source);
        assertThat(op.table().toArray()).containsExactly(127, -50);
    }

    private static Products.Multiplicand steps(Quantization in) {
        return Products.Multiplicand.of(in, (row, column) -> 0);
    }

    private static Products products(double bias, Quantization in, Quantization out) {
        return Products.of(
                "n",
                GraphSketch.matrix(2, 2, 1.27, 0.5, -1.27, 0.01),
                GraphSketch.vector(bias, 1),
                steps(in),
                out,
                new ConstantScales()::perRow);
    }

    @Test
    void aProductsBiasHoldsTheInputsZeroPoint() {
        Products products = products(2, i8(0.1, -5), i8(0.5, 4));
        // Steps of 0.1 * 0.01; the input's zero point times the row's sum is taken off.
        assertThat(products.weight().toArray()).containsExactly(127, 50, -127, 1);
        assertThat(products.bias().toArray()).containsExactly(2000 + 5 * 177, 1000 - 5 * 126);
        assertThat(products.requantizer().shift()).isZero();
        IntStream.range(0, 2)
                .forEach(row -> assertThat(Math.scalb(
                                (double) products.requantizer().multipliers().at(row), -32))
                        .isCloseTo(0.1 * 0.01 / 0.5, within(1e-8)));
    }

    @Test
    void inputsSideBySideKeepTheirScalesAndZeroPoints() {
        List<IntNode> inputs = List.of(value(i8(0.1, -5)), value(i8(0.02, 7)));
        OpQuantizer quantizer =
                new OpQuantizer("n", whole(inputs), i16(0.5), TOKENS, nothingSeen(), QuantizerOptions.all(), List.of());
        IntOp.Linear op = (IntOp.Linear) quantizer.linear(new Op.Linear(
                GraphSketch.matrix(1, 2 * WIDTH, 1.27, 0.5, -0.3, 0, 3, 0.05, -1, 0), GraphSketch.vector(2)));
        // Steps of 0.1 in the first four columns and of 0.02 in the others: a weight of 1.27 · 0.1 is the largest.
        assertThat(op.weight().toArray()).containsExactly(127, 50, -30, 0, 60, 1, -20, 0);
        assertThat(op.bias().toArray()).containsExactly(2000 + 5 * 147 - 7 * 41);
        assertThat(Math.scalb((double) op.requantizer().multipliers().at(0), -32))
                .isCloseTo(0.001 / 0.5, within(1e-8));
    }

    @Test
    void aBiasWithoutRoomMakesOnlyItsOwnRowCoarser() {
        Products products = products(1e6, i8(0.1, 0), i16(100));
        assertThat(products.bias().at(0)).isBetween(1 << 27, 1 << 28);
        assertThat(products.weight().toArray())
                .as("what is left of the weights")
                .containsExactly(34, 13, -127, 1);
        double unit = Math.scalb((double) products.requantizer().multipliers().at(0), -32);
        assertThat(products.bias().at(0) * unit * 100).isCloseTo(1e6, within(10.0));
    }

    @Test
    void aBiasHasRoomBesideTheLeftShiftOfItsLayer() {
        // A result far finer than the products: a left shift of several bits.
        Products products = products(100, i8(0.1, 0), i16(1e-5));
        int shift = products.requantizer().shift();
        assertThat(shift).isPositive();
        assertThat(Math.abs((long) products.bias().at(0)) << shift).isLessThan(1L << 30);
        double unit = Math.scalb((double) products.requantizer().multipliers().at(0), shift - 32);
        assertThat(products.bias().at(0) * unit * 1e-5).isCloseTo(100, within(0.01));
    }

    @Test
    void aRowOfNothingHasAScaleAboveZero() {
        Products products = Products.of(
                "n",
                GraphSketch.matrix(1, 2, 0, 0),
                GraphSketch.vector(0),
                steps(i8(0.1, 9)),
                i16(1),
                new ConstantScales()::perRow);
        assertThat(products.weight().toArray()).containsOnly(0);
        assertThat(products.bias().toArray()).containsOnly(0);
    }

    @Test
    void aRowWithAFineScaleGetsACoarserOneWhereItsBiasHasNoRoomBesideAnotherRowsShift() {
        Products products = Products.of(
                "n",
                GraphSketch.matrix(2, 2, 0.001, 0.0005, 127, 1),
                GraphSketch.vector(0.3, 1),
                steps(i8(0.1, 0)),
                i16(1e-5),
                new ConstantScales()::perRow);
        int shift = products.requantizer().shift();
        assertThat(shift).isEqualTo(15);
        assertThat(products.weight().toArray()).containsExactly(5, 3, 127, 1);
        assertThat(products.bias().at(0)).isEqualTo(1 << 14);
        double unit = Math.scalb((double) products.requantizer().multipliers().at(0), shift - 32);
        assertThat(products.bias().at(0) * unit * 1e-5).isCloseTo(0.3, within(1e-5));
    }
}
