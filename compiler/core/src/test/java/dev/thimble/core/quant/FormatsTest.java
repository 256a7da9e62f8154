package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private static final int WIDTH = 8;
    private static final Op ADD = new Op.Add();
    private static final QuantizerOptions ONE_SCALE = QuantizerOptions.all().withRowScales(false);

    private final GraphSketch sketch = new GraphSketch();

    private Map<String, Quantization> choose(QuantizerOptions options) {
        return Formats.choose(sketch.graph(), sketch.calibration(), options);
    }

    private Map<String, Quantization> choose() {
        return choose(QuantizerOptions.all());
    }

    private static Op norm() {
        return new Op.LayerNorm(GraphSketch.vector(new double[WIDTH]), GraphSketch.vector(new double[WIDTH]), 1e-12);
    }

    private static Op rmsNorm() {
        return new Op.RmsNorm(GraphSketch.vector(new double[WIDTH]), 1e-12);
    }

    private GraphSketch embedded() {
        return sketch.embedding("e", sketch.random(GraphSketch.TOKENS, WIDTH));
    }

    private GraphSketch attention(String in) {
        return sketch.linear("q", WIDTH, WIDTH, 1, in)
                .linear("k", WIDTH, WIDTH, 1, in)
                .linear("v", WIDTH, WIDTH, 1, in)
                .node("a", new Op.Attention(2, 1), WIDTH, 1, "q", "k", "v")
                .linear("o", WIDTH, WIDTH, 1, "a");
    }

    /** The layer of a BERT model. */
    private void layer() {
        embedded().node("x", norm(), WIDTH, 1, "e");
        attention("x")
                .node("s", ADD, WIDTH, 2, "o", "x")
                .node("h", norm(), WIDTH, 1, "s")
                .linear("f", WIDTH, WIDTH, 1, "h")
                .node("g", new Op.Activation(ActivationKind.GELU), WIDTH, 1, "f")
                .linear("y", WIDTH, WIDTH, 1, "g")
                .node("z", ADD, WIDTH, 2, "y", "h")
                .node("n", norm(), WIDTH, 1, "z")
                .node("p", new Op.Pool(PoolKind.FIRST), WIDTH, 1, "n")
                .linear("logits", WIDTH, 3, 1, "p");
    }

    @Test
    void sumsWhatFlowsIntoThemAndTheLogitsHave16Bits() {
        layer();
        Map<String, Quantization> formats = choose(ONE_SCALE);
        for (String name : List.of("o", "s", "y", "z", "logits")) {
            assertThat(formats.get(name).precision()).as(name).isEqualTo(Precision.I16);
            assertThat(formats.get(name).zeroPoint()).as(name).isZero();
        }
        for (String name : List.of("e", "x", "q", "k", "v", "a", "f", "g", "n", "p")) {
            assertThat(formats.get(name).precision()).as(name).isEqualTo(Precision.I8);
        }
    }

    @Test
    void aResidualWithinABlockIsWideWhereThatIsAllowedAndOneThatAttentionReadsIsNot() {
        layer();
        assertThat(choose().get("h").precision()).isEqualTo(Precision.I16);
        QuantizerOptions narrow = QuantizerOptions.all().withWideResidual(false);
        assertThat(choose(narrow).get("h").precision()).isEqualTo(Precision.I8);
        assertThat(choose().get("x").precision())
                .as("its keys are needed whole")
                .isEqualTo(Precision.I8);
    }

    @Test
    void anRmsNormIsAResidualLikeALayerNorm() {
        embedded()
                .node("r", rmsNorm(), WIDTH, 1, "e")
                .linear("f", WIDTH, WIDTH, 1, "r")
                .node("z", ADD, WIDTH, 1, "f", "r")
                .linear("logits", WIDTH, 3, 1, "z");
        assertThat(choose().get("r").precision()).isEqualTo(Precision.I16);
    }

    @Test
    void aNormThatNoSumReadsHas8Bits() {
        embedded()
                .node("r", rmsNorm(), WIDTH, 1, "e")
                .linear("f", WIDTH, WIDTH, 1, "r")
                .node("t", norm(), WIDTH, 1, "f")
                .linear("logits", WIDTH, 3, 1, "t");
        assertThat(choose().get("r").precision()).isEqualTo(Precision.I8);
        assertThat(choose().get("f").precision()).as("a norm's input").isEqualTo(Precision.I16);
    }

    @Test
    void aNormThatAConvolutionReadsHas8BitsEvenIfASumReadsItToo() {
        Op convolution = new Op.DepthwiseConv1d(sketch.random(WIDTH, 2), GraphSketch.vector(new double[WIDTH]));
        embedded()
                .node("r", rmsNorm(), WIDTH, 1, "e")
                .node("c", convolution, WIDTH, 1, "r")
                .node("z", ADD, WIDTH, 1, "c", "r")
                .linear("logits", WIDTH, 3, 1, "z");
        assertThat(choose().get("r")).extracting(Quantization::precision).isEqualTo(Precision.I8);
        assertThat(choose().get("r").zeroPoint())
                .as("what lies before the first token")
                .isZero();
    }

    @Test
    void attentionReadsSymmetricValuesAndMatrixProductsNeedNot() {
        float[] positive = new float[GraphSketch.TOKENS * WIDTH];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = 1 + i;
        }
        embedded().node("x", norm(), WIDTH, positive, "e");
        attention("x").linear("logits", WIDTH, 3, 1, "o");
        Map<String, Quantization> formats = choose();
        assertThat(List.of("q", "k", "v"))
                .allSatisfy(name -> assertThat(formats.get(name).zeroPoint()).isZero());
        assertThat(formats.get("x").zeroPoint()).isEqualTo(-128);
    }

    @Test
    void aTableHasItsOwnScaleAndPoolingKeepsItsInputs() {
        sketch.embedding("e", GraphSketch.matrix(1, 3, 1.27, -0.5, 0.01))
                .node("p", new Op.Pool(PoolKind.FIRST), 3, 9, "e")
                .linear("logits", 3, 2, 1, "p");
        assertThat(choose().get("e").scale()).isCloseTo(0.01, within(1e-8));
        assertThat(choose().get("p")).isEqualTo(choose().get("e"));
    }

    @Test
    void aSumSharesItsScaleWithTheProductsThatOnlyItReads() {
        embedded()
                .linear("a", WIDTH, WIDTH, 48, "e")
                .linear("b", WIDTH, WIDTH, 16, "e")
                .linear("c", WIDTH, WIDTH, 80, "e")
                .node("s", ADD, WIDTH, 32, "a", "b", "c")
                .node("n", norm(), WIDTH, 1, "s")
                .linear("d", WIDTH, WIDTH, 800, "c")
                .node("t", new Op.WeightedSum(List.of(1.0, 1.0)), WIDTH, 7, "n", "d")
                .linear("logits", WIDTH, 3, 1, "t");
        Map<String, Quantization> formats = choose();
        double coarsest = 2 * 48.0 / 32767;
        for (String name : List.of("s", "a", "b")) {
            assertThat(formats.get(name).scale()).as(name).isCloseTo(coarsest, within(1e-9));
        }
        assertThat(formats.get("c").scale()).as("read twice").isNotCloseTo(coarsest, within(1e-6));
        assertThat(formats.get("d").scale())
                .as("weighted sums have factors anyway")
                .isCloseTo(2 * 800.0 / 32767, within(1e-9));
        assertThat(formats.get("t").precision()).isEqualTo(Precision.I8);
    }

    @Test
    void aStepOfAWideProductIsAtLeastTwoOfItsSum() {
        Op.Linear large = new Op.Linear(GraphSketch.matrix(1, 2, 1.27, -254), GraphSketch.vector(0));
        sketch.embedding("e", GraphSketch.matrix(1, 2, 1.27, -0.5))
                .node("f", large, 1, 1, "e")
                .node("n", new Op.RmsNorm(GraphSketch.vector(1), 1e-5), 1, 1, "f")
                .node("logits", new Op.Linear(GraphSketch.matrix(1, 1, 1), GraphSketch.vector(0)), 1, 9, "n");
        assertThat(choose().get("f").scale()).isBetween(2 * 0.01 * 2, 2.01 * 0.01 * 2);
        assertThat(choose().get("logits").scale()).as("coarse enough").isCloseTo(18.0 / 32767, within(1e-9));
    }

    @Test
    void anAdditionThatOnlyAProductReadsHas8BitsAndItsTermsKeepTheirScales() {
        embedded()
                .linear("a", WIDTH, WIDTH, 48, "e")
                .linear("b", WIDTH, WIDTH, 16, "e")
                .node("s", ADD, WIDTH, 32, "a", "b")
                .linear("logits", WIDTH, 3, 1, "s");
        Map<String, Quantization> formats = choose();
        assertThat(formats.get("s").precision()).isEqualTo(Precision.I8);
        assertThat(formats.get("a").scale()).isCloseTo(2 * 48.0 / 32767, within(1e-9));
        assertThat(formats.get("b").scale()).isCloseTo(2 * 16.0 / 32767, within(1e-9));
    }

    @Test
    void termsThatCancelOutLeaveTheSumAScaleThatTheyCanBeBroughtTo() {
        embedded()
                .linear("f", WIDTH, WIDTH, 4, "e")
                .node("s", new Op.WeightedSum(List.of(1.0, -1.0)), WIDTH, 0, "e", "f")
                .node("n", norm(), WIDTH, 1, "s")
                .linear("logits", WIDTH, 3, 1, "n");
        Map<String, Quantization> formats = choose();
        double coarsest = Math.max(formats.get("e").scale(), formats.get("f").scale());
        assertThat(formats.get("s").scale()).isEqualTo(coarsest / 4096);
        assertThat(formats.get("s").precision()).isEqualTo(Precision.I16);
    }

    @Test
    void theSumThatIsCoarseEnoughKeepsTheScaleOfWhatWasSeen() {
        embedded()
                .linear("f", WIDTH, WIDTH, 4, "e")
                .node("s", new Op.WeightedSum(List.of(1.0, -1.0)), WIDTH, 6, "e", "f")
                .node("n", norm(), WIDTH, 1, "s")
                .linear("logits", WIDTH, 3, 1, "n");
        assertThat(choose().get("s").scale()).isCloseTo(12.0 / 32767, within(1e-9));
    }

    private static float[] withNegativeOutlier() {
        float[] values = new float[GraphSketch.TOKENS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 0 ? -100 : i / 8f;
        }
        return values;
    }

    @Test
    void aProductBeforeReluIsJudgedByWhatIsLeftOfItUnlessSomethingElseReadsItToo() {
        Op.Linear product = new Op.Linear(sketch.random(WIDTH, WIDTH), GraphSketch.vector(new double[WIDTH]));
        embedded()
                .node("f", product, WIDTH, withNegativeOutlier(), "e")
                .node("g", new Op.Activation(ActivationKind.RELU), WIDTH, 1, "f")
                .linear("logits", WIDTH, 3, 1, "g");
        double alone = choose().get("f").scale();
        sketch.linear("again", WIDTH, 3, 1, "f");
        double shared = choose().get("f").scale();
        assertThat(alone).isLessThan(0.5 * shared);
    }

    @Test
    void withoutTheSearchTheWholeRangeIsKept() {
        Op.Linear product = new Op.Linear(sketch.random(WIDTH, WIDTH), GraphSketch.vector(new double[WIDTH]));
        embedded()
                .node("f", product, WIDTH, withNegativeOutlier(), "e")
                .node("g", new Op.Activation(ActivationKind.RELU), WIDTH, 1, "f")
                .linear("logits", WIDTH, 3, 1, "g");
        Quantization whole =
                choose(QuantizerOptions.all().withRangeSearch(false)).get("f");
        assertThat(whole.scale()).isCloseTo((100 + 31 / 8.0) / 255, within(1e-5));
        assertThat(whole.real(-128)).isCloseTo(-100, within(whole.scale()));
    }

    @Test
    void aTableThatOnlyASumReadsKeepsItsOwnScale() {
        embedded()
                .linear("f", WIDTH, WIDTH, 4, "e")
                .embedding("position", sketch.random(GraphSketch.TOKENS, WIDTH))
                .node("s", ADD, WIDTH, 6, "f", "position")
                .node("n", norm(), WIDTH, 1, "s")
                .linear("logits", WIDTH, 3, 1, "n");
        Map<String, Quantization> formats = choose(ONE_SCALE);
        assertThat(formats.get("position").precision()).isEqualTo(Precision.I8);
        assertThat(formats.get("f").scale()).isEqualTo(formats.get("s").scale());
    }

    /** The first row is a hundred times as large as the others. */
    private FloatTensor unequalRows() {
        return sketch.random(GraphSketch.TOKENS, WIDTH).with(i -> i < WIDTH ? 100 + i : 1 + i / 100.0);
    }

    @Test
    void rowsHaveScalesOfTheirOwnWhereThatIsAllowedAndLosesLess() {
        sketch.embedding("unequal", unequalRows())
                .embedding(
                        "exact", GraphSketch.matrix(GraphSketch.TOKENS, WIDTH, new double[GraphSketch.TOKENS * WIDTH]))
                .node("s", ADD, WIDTH, 6, "unequal", "exact")
                .node("n", norm(), WIDTH, 1, "s")
                .linear("logits", WIDTH, 3, 1, "n");
        Map<String, Quantization> formats = choose();
        assertThat(formats.get("unequal").precision()).isEqualTo(Precision.I16);
        assertThat(formats.get("unequal").scale()).isCloseTo(107.0 / 127 / 127, within(0.5 / 127));
        assertThat(formats.get("exact").precision()).isEqualTo(Precision.I8);
        assertThat(choose(ONE_SCALE).get("unequal").precision()).isEqualTo(Precision.I8);
    }

    @Test
    void aTableThatAProductReadsHasOneScaleEvenIfANormReadsItToo() {
        sketch.embedding("e", unequalRows())
                .node("n", norm(), WIDTH, 1, "e")
                .linear("f", WIDTH, WIDTH, 1, "e")
                .node("s", ADD, WIDTH, 6, "n", "f")
                .node("t", norm(), WIDTH, 1, "s")
                .linear("logits", WIDTH, 3, 1, "t");
        assertThat(choose().get("e").precision()).isEqualTo(Precision.I8);
    }
}
