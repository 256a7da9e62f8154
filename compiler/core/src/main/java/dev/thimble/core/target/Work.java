package dev.thimble.core.target;

import java.util.Locale;

/**
 * What kernels do, in the pieces that {@link CostTable} has a price for. A pass is what a kernel does with all rows that it
 * takes at once; which rows those are, {@link KernelSet} says.
 */
public enum Work {
    /** A weight that a pass of a plain product meets. */
    PLAIN_PASS,
    /** The same of two rows, where that costs less. */
    PLAIN_TWO,
    /** The same of a row that has a pass to itself. */
    PLAIN_SINGLE,
    /** An output of a pass of a plain product. */
    PLAIN_OUTPUT,
    /** A value that a plain product reads. */
    PLAIN_INPUT,
    /** A call of a plain product. */
    PLAIN_CALL,
    /** A weight that a pass of a paired product meets. */
    PAIRED_PASS,
    /** The same of a row that has a pass to itself. */
    PAIRED_SINGLE,
    /** An output of a pass of a paired product. */
    PAIRED_OUTPUT,
    /** A value that a paired product reads. */
    PAIRED_INPUT,
    /** A call of a paired product. */
    PAIRED_CALL,
    /** A weight of 4 bits that a pass of a product meets. */
    NARROW_PASS,
    /** The same of two rows, where that costs less. */
    NARROW_TWO,
    /** The same of a row that has a pass to itself. */
    NARROW_SINGLE,
    /** An output of a pass of a product with such weights. */
    NARROW_OUTPUT,
    /** A value that a product with such weights reads. */
    NARROW_INPUT,
    /** A call of a product with such weights. */
    NARROW_CALL,
    /** A value of a key, with that of its value, that a pass of attention meets. */
    ATTENTION_PASS,
    /** A token whose weights a pass makes for a head. */
    ATTENTION_WEIGHT,
    /** A value of a key, with that of its value, that a pass of a row alone meets, or of one or two. */
    ATTENTION_SINGLE,
    /** A token whose weights such a pass makes for a head. */
    ATTENTION_SINGLE_WEIGHT,
    /** A value that is turned for all rows of a call. */
    ATTENTION_TURNED,
    /** A column of a pass. */
    ATTENTION_COLUMN,
    /** A head of a pass. */
    ATTENTION_HEAD,
    /** A call of attention. */
    ATTENTION_CALL,
    /** A tap that a pass of a convolution meets. */
    CONVOLUTION_PASS,
    /** The same of a row that has a pass to itself. */
    CONVOLUTION_SINGLE,
    /** A channel of a pass. */
    CONVOLUTION_CHANNEL,
    /** A result of a convolution. */
    CONVOLUTION_RESULT,
    /** A value that is gathered for all rows of a call. */
    CONVOLUTION_GATHERED,
    /** A call of a convolution. */
    CONVOLUTION_CALL,
    /** A term of 8 bits that is multiplied. */
    ADD_TERM_8,
    /** A term of 16 bits that is multiplied. */
    ADD_TERM_16,
    /** A term that is added as it is. */
    ADD_EXACT,
    /** A term beyond the second. */
    ADD_MORE,
    /** A result of an addition. */
    ADD_RESULT,
    /** A call of an addition. */
    ADD_CALL,
    /** A column of a pass of LayerNorm. */
    LAYER_NORM_COLUMN,
    /** A pass of LayerNorm. */
    LAYER_NORM_PASS,
    /** A call of LayerNorm. */
    LAYER_NORM_CALL,
    /** A column of a pass of RMSNorm. */
    RMS_NORM_COLUMN,
    /** A pass of RMSNorm. */
    RMS_NORM_PASS,
    /** A call of RMSNorm. */
    RMS_NORM_CALL,
    /** A result of a table of 256 entries. */
    LOOKUP_RESULT,
    /** A call of such a table. */
    LOOKUP_CALL,
    /** A value that is copied: of an embedding, of a part of a row, of the first row. */
    COPY_RESULT,
    /** A row that is copied, or a part of it. */
    COPY_ROW,
    /** A call that copies. */
    COPY_CALL,
    /** A value that a mean reads. */
    MEAN_INPUT,
    /** A result of a mean. */
    MEAN_RESULT;

    /** How the table calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
