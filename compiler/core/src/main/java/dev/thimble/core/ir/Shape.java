package dev.thimble.core.ir;

/**
 * The shape of a value: rows by columns.
 *
 * @param rows one row per token, or one row
 * @param width columns, at least 1
 */
public record Shape(Rows rows, int width) {
    /** Checks the width. */
    public Shape {
        if (width < 1) {
            throw new IllegalArgumentException("width " + width);
        }
    }

    /** One row per token. */
    public static Shape tokens(int width) {
        return new Shape(Rows.TOKENS, width);
    }

    /** As many rows of another width. */
    public Shape withWidth(int other) {
        return new Shape(rows, other);
    }

    /** A single row. */
    public static Shape one(int width) {
        return new Shape(Rows.ONE, width);
    }

    @Override
    public String toString() {
        return (rows == Rows.TOKENS ? "n" : "1") + "x" + width;
    }
}
