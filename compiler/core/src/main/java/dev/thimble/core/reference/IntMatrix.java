package dev.thimble.core.reference;

import java.util.Arrays;

/** A value of the integer graph: rows x width integers. Written by the kernel that makes it, then only read. */
public final class IntMatrix {
    private final int rows;
    private final int width;
    private final int[] values;

    IntMatrix(int rows, int width) {
        this.rows = rows;
        this.width = width;
        this.values = new int[rows * width];
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Values per row. */
    public int width() {
        return width;
    }

    /** One value. */
    public int at(int row, int column) {
        return values[row * width + column];
    }

    /** A copy of one row. */
    public int[] row(int row) {
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    void set(int row, int column, int value) {
        values[row * width + column] = value;
    }

    int[] values() {
        return values;
    }

    int start(int row) {
        return row * width;
    }
}
