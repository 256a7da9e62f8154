package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.RowCode;
import java.util.stream.IntStream;

/**
 * A table of rows of several widths as it lies in flash: the rows one behind the other, each of whole bytes, the first
 * value in the lowest bits; and for every 32 rows three words that lead to each of them in a few steps.
 */
public final class PackedRows {
    /** Rows that share three words. */
    static final int BLOCK = 32;

    private static final int WORDS = 3;

    private final IntOp.Embedding op;
    private final IntTensor bits;

    private PackedRows(IntOp.Embedding op, IntTensor bits) {
        this.op = op;
        this.bits = bits;
    }

    /** The rows of an operator that has {@link IntOp.Embedding#bits}. */
    public static PackedRows of(IntOp.Embedding op) {
        return new PackedRows(op, op.bits().orElseThrow());
    }

    /** Bytes that a table of rows takes with its words, without factors. */
    public static long bytes(IntOp.Embedding op) {
        return op.bits().isEmpty() ? op.table().bytes() : of(op).bytes() + leadingBytes(op.table());
    }

    /** Bytes of the words that lead to a table's rows. */
    public static long leadingBytes(IntTensor table) {
        return (long) WORDS * Integer.BYTES * blocks(table);
    }

    private static int blocks(IntTensor table) {
        return (table.rows() + BLOCK - 1) / BLOCK;
    }

    private int width(int row) {
        return RowCode.of(bits.at(row)).bytes(op.table().columns());
    }

    private int end() {
        return IntStream.range(0, op.table().rows()).map(this::width).sum();
    }

    /**
     * What the rows take, rounded up to whole rows of 8 bits: so other weights in as many bits, which the quantiser chooses
     * until no row more would fit, take as many bytes, and an image of one program suits another training.
     */
    private int bytes() {
        int columns = op.table().columns();
        return (end() + columns - 1) / columns * columns;
    }

    /** I8: the rows. */
    public IntTensor rows() {
        int[] bytes = new int[bytes()];
        int at = 0;
        for (int row = 0; row < op.table().rows(); row++) {
            write(row, bytes, at);
            at += width(row);
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) bytes[i];
        }
        return IntTensor.vector(op.table().name(), Precision.I8, bytes);
    }

    private void write(int row, int[] bytes, int at) {
        RowCode code = RowCode.of(bits.at(row));
        for (int column = 0; column < op.table().columns(); column++) {
            int bit = column * code.bits();
            int stored = code.stored(op.table().at(row, column)) << bit % 8;
            bytes[at + bit / 8] |= stored & 0xFF;
            if (stored > 0xFF) {
                bytes[at + bit / 8 + 1] |= stored >> 8;
            }
        }
    }

    /**
     * I32, three for each block of 32 rows: where the first row begins, in bytes from the first of all; and, a bit for each
     * row, the low and the high bit of its code's {@link RowCode#place}.
     */
    public IntTensor blocks() {
        int[] words = new int[WORDS * blocks(op.table())];
        int at = 0;
        for (int row = 0; row < op.table().rows(); row++) {
            int block = WORDS * (row / BLOCK);
            if (row % BLOCK == 0) {
                words[block] = at;
            }
            int place = RowCode.of(bits.at(row)).place();
            words[block + 1] |= (place & 1) << row % BLOCK;
            words[block + 2] |= (place >> 1) << row % BLOCK;
            at += width(row);
        }
        return IntTensor.vector(op.table().name() + ".blocks", Precision.I32, words);
    }
}
