package dev.thimble.core.pass;

/**
 * How narrow values may become. Kernels take columns by 4, 8 or 16 and outputs by up to 32, and what is left over costs
 * more than its number says; so a value keeps some channels that nobody needs rather than a width that makes it slower.
 */
final class Widths {
    private static final int OUTPUTS = 32;
    private static final int VECTOR = 16;
    private static final int QUAD = 4;

    private Widths() {}

    /** The width for so many channels that are needed, at least 1 and at most the width that the value has. */
    static int ofValue(int needed, int width) {
        return rounded(needed, width, needed > OUTPUTS ? OUTPUTS : stepOfHead(needed));
    }

    /** The same for each head of an attention. */
    static int ofHead(int needed, int width) {
        return rounded(needed, width, stepOfHead(needed));
    }

    private static int stepOfHead(int needed) {
        return needed > VECTOR ? VECTOR : QUAD;
    }

    private static int rounded(int needed, int width, int step) {
        return Math.min(width, (Math.max(1, needed) + step - 1) / step * step);
    }
}
