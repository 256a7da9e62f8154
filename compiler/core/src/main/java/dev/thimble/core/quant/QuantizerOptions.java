package dev.thimble.core.quant;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.Set;

/**
 * The quantiser's steps that can be switched off.
 *
 * @param rangeSearch ranges of least squared error; off: the least and greatest value seen
 * @param biasCorrection biases make up for the mean error of rounded weights
 * @param wideResidual norms whose result is added again in the same block of rows keep 16 bits
 * @param rowScales the rows of an embedding table have scales of their own where that loses less
 * @param embeddingBits how many bits token embeddings take
 * @param matrixBits how many bits the weights of matrices are to take
 * @param narrow the products whose matrices take 4 bits where they can; which ones, measurement tells
 * @param fineEmbeddings products of embeddings read 16 bits of these, in parts of 8
 * @param fixedLogits logits have steps of 2^-9 whatever they are now, for they will be others
 */
public record QuantizerOptions(
        boolean rangeSearch,
        boolean biasCorrection,
        boolean wideResidual,
        boolean rowScales,
        MeanBits embeddingBits,
        MeanBits matrixBits,
        Set<String> narrow,
        boolean fineEmbeddings,
        boolean fixedLogits) {

    /** Copies the set. */
    public QuantizerOptions {
        narrow = Set.copyOf(narrow);
    }

    /** Options for a model whose head stays as it is. */
    public QuantizerOptions(boolean rangeSearch, boolean biasCorrection, boolean wideResidual, boolean rowScales) {
        this(rangeSearch, biasCorrection, wideResidual, rowScales, MeanBits.ALL, MeanBits.ALL, Set.of(), false, false);
    }

    /** Everything on but what measurement has to ask for: products read 8 bits of embeddings. */
    public static QuantizerOptions all() {
        return new QuantizerOptions(true, true, true, true);
    }

    /** The same with or without the search for ranges. */
    public QuantizerOptions withRangeSearch(boolean search) {
        return new QuantizerOptions(
                search,
                biasCorrection,
                wideResidual,
                rowScales,
                embeddingBits,
                matrixBits,
                narrow,
                fineEmbeddings,
                fixedLogits);
    }

    /** The same with or without corrected biases. */
    public QuantizerOptions withBiasCorrection(boolean correction) {
        return new QuantizerOptions(
                rangeSearch,
                correction,
                wideResidual,
                rowScales,
                embeddingBits,
                matrixBits,
                narrow,
                fineEmbeddings,
                fixedLogits);
    }

    /** The same with or without 16-bit residuals. */
    public QuantizerOptions withWideResidual(boolean wide) {
        return new QuantizerOptions(
                rangeSearch,
                biasCorrection,
                wide,
                rowScales,
                embeddingBits,
                matrixBits,
                narrow,
                fineEmbeddings,
                fixedLogits);
    }

    /** The same with or without scales for the rows of embedding tables. */
    public QuantizerOptions withRowScales(boolean byRow) {
        return new QuantizerOptions(
                rangeSearch,
                biasCorrection,
                wideResidual,
                byRow,
                embeddingBits,
                matrixBits,
                narrow,
                fineEmbeddings,
                fixedLogits);
    }

    /** The same with so many bits for token embeddings. */
    public QuantizerOptions withEmbeddingBits(MeanBits bits) {
        return new QuantizerOptions(
                rangeSearch,
                biasCorrection,
                wideResidual,
                rowScales,
                bits,
                matrixBits,
                narrow,
                fineEmbeddings,
                fixedLogits);
    }

    /** The same with so many bits for matrices. */
    public QuantizerOptions withMatrixBits(MeanBits bits) {
        return new QuantizerOptions(
                rangeSearch,
                biasCorrection,
                wideResidual,
                rowScales,
                embeddingBits,
                bits,
                narrow,
                fineEmbeddings,
                fixedLogits);
    }

    /** The same with 4 bits for the matrices of some products. */
    public QuantizerOptions withNarrow(Set<String> products) {
        return new QuantizerOptions(
                rangeSearch,
                biasCorrection,
                wideResidual,
                rowScales,
                embeddingBits,
                matrixBits,
                products,
                fineEmbeddings,
                fixedLogits);
    }

    /** The same with or without products that read 16 bits of embeddings. */
    public QuantizerOptions withFineEmbeddings(boolean fine) {
        return new QuantizerOptions(
                rangeSearch,
                biasCorrection,
                wideResidual,
                rowScales,
                embeddingBits,
                matrixBits,
                narrow,
                fine,
                fixedLogits);
    }

    /** Whether a product reads all 16 bits of its inputs: they are embeddings, so that it is a narrow one. */
    boolean readsFinely(Graph graph, Node product) {
        return fineEmbeddings
                && product.op() instanceof Op.Linear
                && product.inputs().stream().allMatch(input -> graph.node(input).op() instanceof Op.Embedding);
    }

    /** Whether rows of a table have fewer bits than 8. */
    boolean packs(Op.Embedding op) {
        return embeddingBits.packs() && op.source() instanceof IndexSource.TokenId;
    }

    /** The same for a model whose head is trained on. */
    public QuantizerOptions withFixedLogits() {
        return new QuantizerOptions(
                rangeSearch,
                biasCorrection,
                wideResidual,
                rowScales,
                embeddingBits,
                matrixBits,
                narrow,
                fineEmbeddings,
                true);
    }
}
