package dev.thimble.core.pass;

/**
 * How narrow values may become. Kernels take columns by 4 or 16 and outputs by up to 32, and what is left over costs more
 * than its number says; so a value keeps some channels that nobody needs rather than a width that makes it slower.
 */
final class Widths {
    /** Outputs that Helium requantises at once: four times eight. */
    private static final int OUTPUTS = 32;

    /** Values of 8 bits in one of its registers. */
    private static final int VECTOR = 16;

    /** Columns that a word of four bytes holds. */
    private static final int QUAD = 4;

    private Widths() {}

    /** The width for so many channels that are needed, at least 1 and at most the width that the value has. */
    static int ofValue(int needed, int width) {
        return rounded(needed, width, width >= OUTPUTS ? OUTPUTS : QUAD);
    }

    /** The next width below so many channels that {@link #ofValue} gives; as many where there is none. */
    static int below(int channels, int width) {
        int step = ofValue(1, width);
        int less = (channels - 1) / step * step;
        return less == 0 ? channels : less;
    }

    /** The width for so many channels that are needed of each head of an attention. */
    static int ofHead(int needed, int width) {
        return rounded(needed, width, width >= VECTOR ? VECTOR : QUAD);
    }

    private static int rounded(int needed, int width, int step) {
        return Math.min(width, (Math.max(1, needed) + step - 1) / step * step);
    }
}
