package dev.thimble.core.ir;

/** Which rows of an input an operator reads to make its row i; from few to many. */
public enum RowReads {
    /** Row i alone. */
    SAME_ROW,
    /** Row i and rows before it. */
    EARLIER_ROWS,
    /** Every row. */
    ALL_ROWS
}
