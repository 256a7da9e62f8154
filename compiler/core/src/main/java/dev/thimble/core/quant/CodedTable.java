package dev.thimble.core.quant;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.RowCode;
import dev.thimble.core.ir.FloatTensor;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rows of a table in every code: the factor of least squared error, the values, and what is lost. */
final class CodedTable {
    /** Standard deviations that the largest level stands for (Max 1960, table I), by code; 8 bits take any range. */
    private static final double[] LARGEST_LEVEL = {1.5104, 2.1520, 2.7326};

    /** Factors are searched in this part of what normally distributed values would have, to its inverse. */
    private static final double NEAR = 0.65;

    private static final int CANDIDATES = 16;
    private static final int LARGEST = 127;

    private static final RowCode[] CODES = RowCode.values();

    private final FloatTensor table;
    private final Precision result;
    private final double scale;
    private final Coded[][] best;
    private Packed last = new Packed(MeanBits.ALL, Optional.empty());

    private CodedTable(FloatTensor table, Precision result, double scale) {
        this.table = table;
        this.result = result;
        this.scale = scale;
        this.best = new Coded[table.rows()][CODES.length];
    }

    /** A row in one code. */
    private record Coded(int factor, double error) {}

    /**
     * Every row in every code.
     *
     * @param result what is looked up
     * @param scale the real value of its step
     */
    static CodedTable of(FloatTensor table, Precision result, double scale) {
        CodedTable coded = new CodedTable(table, result, scale);
        for (RowCode code : CODES) {
            Levels levels = new Levels(code);
            for (int row = 0; row < table.rows(); row++) {
                coded.best[row][code.place()] = coded.search(row, code, levels);
            }
        }
        return coded;
    }

    /** What a mean of bits made of it. */
    private record Packed(MeanBits mean, Optional<EmbeddingTable> table) {}

    /** The table with so many bits in the mean; the last answer is kept, for it is asked for several times. */
    EmbeddingTable packed(TokenUse use, MeanBits mean) {
        if (last.table.isEmpty() || !last.mean.equals(mean)) {
            last = new Packed(mean, Optional.of(EmbeddingTable.packed(this, use, mean)));
        }
        return last.table.orElseThrow();
    }

    FloatTensor table() {
        return table;
    }

    double scale() {
        return scale;
    }

    /** 1 to 127. */
    int factor(int row, RowCode code) {
        return best[row][code.place()].factor;
    }

    /** Σ (row - what is looked up)². */
    double error(int row, RowCode code) {
        return best[row][code.place()].error;
    }

    /** The same by row and code, times how often the row is looked up. */
    double[][] errors(double[] use) {
        double[][] errors = new double[best.length][CODES.length];
        for (int row = 0; row < best.length; row++) {
            for (RowCode code : CODES) {
                errors[row][code.place()] = use[row] * error(row, code);
            }
        }
        return errors;
    }

    /** What is stored for a row. */
    int[] values(int row, RowCode code) {
        Levels levels = new Levels(code);
        double unit = unit(factor(row, code));
        return IntStream.range(0, table.columns())
                .map(column -> levels.nearest(aimed(at(row, column)) / unit))
                .toArray();
    }

    private Coded search(int row, RowCode code, Levels levels) {
        double expected = code == RowCode.BITS_8 ? widest(row) : normal(row, code);
        int least = factor(expected * NEAR);
        int most = factor(expected / NEAR);
        Coded found = new Coded(least, error(row, least, levels));
        for (int i = 1; i <= CANDIDATES; i++) {
            int factor = least + (most - least) * i / CANDIDATES;
            double error = error(row, factor, levels);
            found = error < found.error ? new Coded(factor, error) : found;
        }
        return found;
    }

    private double at(int row, int column) {
        return table.at(row * table.columns() + column);
    }

    /** What rounding to 8 bits would make of a value, so that a product that is rounded there comes out at it. */
    private double aimed(double value) {
        return result == Precision.I8 ? Math.rint(value / scale) * scale : value;
    }

    private static int factor(double wanted) {
        return (int) Math.max(1, Math.min(LARGEST, Math.rint(wanted)));
    }

    /** The real value of 1 in a row, before what is looked up is rounded. */
    private double unit(int factor) {
        return result == Precision.I8 ? factor * scale / (1 << IntOp.Embedding.FACTOR_FRACTION) : factor * scale;
    }

    private double widest(int row) {
        double widest = 0;
        for (int column = 0; column < table.columns(); column++) {
            widest = Math.max(widest, Math.abs(at(row, column)));
        }
        return widest / (LARGEST * unit(1));
    }

    private double normal(int row, RowCode code) {
        double squares = 0;
        for (int column = 0; column < table.columns(); column++) {
            squares += at(row, column) * at(row, column);
        }
        double deviation = Math.sqrt(squares / table.columns());
        return deviation * LARGEST_LEVEL[code.place()] / (LARGEST * unit(1));
    }

    private double error(int row, int factor, Levels levels) {
        double unit = unit(factor);
        double error = 0;
        for (int column = 0; column < table.columns(); column++) {
            double value = at(row, column);
            double off = value - IntOp.Embedding.looked(levels.nearest(aimed(value) / unit), factor, result) * scale;
            error += off * off;
        }
        return error;
    }

    /** The values that a code writes, and the borders between them. */
    private static final class Levels {
        private final int[] values;

        Levels(RowCode code) {
            values = code.levels().stream().mapToInt(Integer::intValue).toArray();
        }

        /** The lesser of two that are equally near. */
        int nearest(double value) {
            if (values.length == 0) {
                return (int) Math.max(-LARGEST, Math.min(LARGEST, Math.rint(value)));
            }
            int index = 0;
            while (index + 1 < values.length && 2 * value > values[index] + values[index + 1]) {
                index++;
            }
            return values[index];
        }
    }
}
