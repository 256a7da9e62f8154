package dev.thimble.core.quant;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A quantised table of embeddings; docs/numerics.md, section 3.
 *
 * @param integers I8, shaped as the table
 * @param factors I8, 1 to 127, one per row; absent where all rows have one scale
 * @param scale the real value of a step: that of row r is scale · factor_r, if it has a factor
 * @param error Σ (table - integers · factor · scale)²
 */
record EmbeddingTable(IntTensor integers, Optional<IntTensor> factors, double scale, double error) {
    private static final int LARGEST_FACTOR = 127;

    /** One scale for all rows. */
    static EmbeddingTable whole(FloatTensor table) {
        WeightQuantizer.Quantized quantized = WeightQuantizer.perTensor(table);
        double scale = quantized.scales()[0];
        double error = error(table, quantized.integers(), new int[] {1}, scale);
        return new EmbeddingTable(quantized.integers(), Optional.empty(), scale, error);
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
        return new EmbeddingTable(integers, Optional.of(named), step, error(table, integers, factors, step));
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
