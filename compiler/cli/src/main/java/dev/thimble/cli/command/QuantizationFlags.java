package dev.thimble.cli.command;

import dev.thimble.core.diag.QuantProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The steps of quantisation that can be switched off, on every command that quantises. */
public final class QuantizationFlags {
    @Option(
            names = "--equalize",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "move scales between operators so that channels have equal ranges (on by default)")
    private boolean equalize;

    @Option(
            names = "--activations-by-channel",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "ranges of activations by channel where that makes the logits better (on by default)")
    private boolean activationsByChannel;

    @Option(
            names = "--level-norms",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "one range for all channels of a norm where that makes the logits better (on by default)")
    private boolean levelNorms;

    @Option(
            names = "--range-search",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "ranges of least squared error; off: the least and greatest value seen (on by default)")
    private boolean rangeSearch;

    @Option(
            names = "--bias-correction",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "biases make up for the mean error of rounded weights (on by default)")
    private boolean biasCorrection;

    @Option(
            names = "--wide-residual",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "16-bit residuals where they make the logits better (on by default)")
    private boolean wideResidual;

    @Option(
            names = "--embedding-row-scales",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "a scale for each row of embeddings where that makes the logits better (on by default)")
    private boolean rowScales;

    @Option(
            names = "--fine-embeddings",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "matrix products read 16 bits of embeddings where the logits are poor and that makes them"
                    + " better; not in images, nor with fewer than 32 calibration sentences (on by default)")
    private boolean fineEmbeddings;

    @Option(
            names = "--embedding-bits",
            paramLabel = "BITS",
            defaultValue = "8",
            converter = BitsConverter.class,
            description = "bits of a value of token embeddings in the mean, 2 to 8, such as 2.75: rows that occur often"
                    + " in the calibration file keep more (8 by default)")
    private MeanBits embeddingBits = MeanBits.ALL;

    @Option(
            names = "--matrix-bits",
            paramLabel = "BITS",
            defaultValue = "8",
            converter = MatrixBitsConverter.class,
            description = "bits of a weight of matrices in the mean, 4 to 8: those have 4 whose noise at the logits"
                    + " grows the least for a byte saved, measured one by one; matrices that devices train keep 8 (8 by"
                    + " default)")
    private MeanBits matrixBits = MeanBits.ALL;

    @Option(
            names = "--narrow-matrices",
            paramLabel = "NAME",
            split = ",",
            description = "matrices that have 4 bits, by the names that report.json gives them, instead of those that"
                    + " measurement would choose")
    private Set<String> narrow = Set.of();

    /** Reads a mean of matrices. */
    static final class MatrixBitsConverter implements ITypeConverter<MeanBits> {
        private static final Pattern BITS = Pattern.compile("[4-7](\\.\\d{1,2})?|8(\\.00?)?");

        @Override
        public MeanBits convert(String word) {
            return mean(word, BITS, 4);
        }
    }

    /** Reads a mean. */
    static final class BitsConverter implements ITypeConverter<MeanBits> {
        private static final Pattern BITS = Pattern.compile("[2-7](\\.\\d{1,2})?|8(\\.00?)?");

        @Override
        public MeanBits convert(String word) {
            return mean(word, BITS, 2);
        }
    }

    private static MeanBits mean(String word, Pattern pattern, int least) {
        if (!pattern.matcher(word).matches()) {
            throw new TypeConversionException(
                    "\"" + word + "\" is no number from " + least + " to 8 of at most two decimals");
        }
        return new MeanBits(new BigDecimal(word).movePointRight(2).intValueExact());
    }

    /** The passes that run. */
    public Pipeline pipeline() {
        Pipeline pipeline = Pipeline.standard();
        pipeline = equalize ? pipeline : pipeline.without(Pipeline.EQUALIZE_CHANNELS);
        pipeline = activationsByChannel ? pipeline : pipeline.without(Pipeline.ACTIVATIONS_BY_CHANNEL);
        return levelNorms ? pipeline : pipeline.without(Pipeline.LEVEL_NORMS);
    }

    /**
     * The quantiser's steps.
     *
     * @param fitted whether bits are to be measured, too
     */
    public QuantizerOptions quantizer(boolean fitted) {
        if (!narrow.isEmpty() && (fitted || matrixBits.packs())) {
            throw new ThimbleException(QuantProblem.MATRICES_TWICE.at("--narrow-matrices"));
        }
        return new QuantizerOptions(rangeSearch, biasCorrection, wideResidual, rowScales)
                .withFineEmbeddings(fineEmbeddings)
                .withEmbeddingBits(embeddingBits)
                .withMatrixBits(matrixBits)
                .withNarrow(narrow);
    }
}
