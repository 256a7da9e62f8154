package dev.thimble.core.quant;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.RowCode;
import dev.thimble.core.ir.FloatTensor;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A quantised table of embeddings; docs/numerics.md, section 3.
 *
 * @param integers I8, shaped as the table
 * @param factors I8, 1 to 127, one per row; absent where all rows have one scale
 * @param bits I8, 2, 3, 4 or 8, one per row; absent where all rows have 8
 * @param scale the real value of a step of what is looked up
 * @param error Σ (table - what is looked up)²
 */
record EmbeddingTable(
        IntTensor integers, Optional<IntTensor> factors, Optional<IntTensor> bits, double scale, double error) {
    private static final int LARGEST_FACTOR = 127;

    /** One scale for all rows. */
    static EmbeddingTable whole(FloatTensor table) {
        WeightQuantizer.Quantized quantized = WeightQuantizer.perTensor(table);
        double scale = quantized.scales()[0];
        double error = error(table, quantized.integers(), new int[] {1}, scale);
        return new EmbeddingTable(quantized.integers(), Optional.empty(), Optional.empty(), scale, error);
    }

    /** A scale for each row: a multiple of 1/127 of the largest. */
    static EmbeddingTable byRow(FloatTensor table) {
        double[] wanted = WeightQuantizer.perRow(table, floors(table)).scales();
        double step = DoubleStream.of(wanted).max().orElseThrow() / LARGEST_FACTOR;
        int[] factors = DoubleStream.of(wanted)
                .mapToInt(scale -> (int) Math.max(1, Math.round(scale / step)))
                .toArray();
        double[] scales = new double[factors.length];
        for (int row = 0; row < scales.length; row++) {
            scales[row] = factors[row] * step;
        }
        IntTensor integers = WeightQuantizer.quantize(table, scales).integers();
        IntTensor named = IntTensor.vector(table.name() + ".factors", Precision.I8, factors);
        return new EmbeddingTable(
                integers, Optional.of(named), Optional.empty(), step, error(table, integers, factors, step));
    }

    /**
     * Rows of as few bits as a mean allows, each with a factor: those keep most whose error counts most.
     *
     * @param rows the table in every code
     * @param use how often each row is looked up
     */
    static EmbeddingTable packed(CodedTable rows, TokenUse use, MeanBits mean) {
        FloatTensor table = rows.table();
        RowCode[] codes = new RowWidths(table.columns(), rows.errors(use.expected(table.rows())))
                .within(mean.bytes(table.rows(), table.columns()));
        int[] integers = new int[table.size()];
        for (int row = 0; row < codes.length; row++) {
            int[] values = rows.values(row, codes[row]);
            System.arraycopy(values, 0, integers, row * values.length, values.length);
        }
        return new EmbeddingTable(
                IntTensor.of(table.name(), Precision.I8, table.dims(), integers),
                Optional.of(each(table.name() + ".factors", codes.length, row -> rows.factor(row, codes[row]))),
                Optional.of(each(table.name() + ".bits", codes.length, row -> codes[row].bits())),
                rows.scale(),
                IntStream.range(0, codes.length)
                        .mapToDouble(row -> rows.error(row, codes[row]))
                        .sum());
    }

    private static IntTensor each(String name, int rows, IntUnaryOperator value) {
        return IntTensor.vector(
                name, Precision.I8, IntStream.range(0, rows).map(value).toArray());
    }

    /** No row's scale is 0, not even that of a row of zeros. */
    private static double[] floors(FloatTensor table) {
        return DoubleStream.generate(() -> Double.MIN_NORMAL)
                .limit(table.rows())
                .toArray();
    }

    private static double error(FloatTensor table, IntTensor integers, int[] factors, double scale) {
        double error = 0;
        int perFactor = table.size() / factors.length;
        for (int i = 0; i < table.size(); i++) {
            double factor = factors[i / perFactor];
            double off = table.at(i) - integers.at(i) * factor * scale;
            error += off * off;
        }
        return error;
    }
}
