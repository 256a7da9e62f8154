package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.ir.FloatTensor;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingTableTest {
    private static final int ROWS = 200;
    private static final int COLUMNS = 16;

    /** Normal values; row r is 2^(-spread · r / ROWS) times as large as the first. */
    private static FloatTensor table(double spread) {
        Random random = new Random(1);
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            double size = Math.pow(2, -spread * Math.floorDiv(i, COLUMNS) / ROWS);
            values[i] = (float) (size * random.nextGaussian());
        }
        return FloatTensor.matrix("table", ROWS, COLUMNS, values);
    }

    private static double decibels(FloatTensor table, EmbeddingTable quantized) {
        double power = IntStream.range(0, table.size())
                .mapToDouble(i -> (double) table.at(i) * table.at(i))
                .sum();
        return 10 * Math.log10(power / quantized.error());
    }

    @Test
    void rowsOfVeryDifferentNormsGainMuchFromScalesOfTheirOwn() {
        FloatTensor table = table(10);
        assertThat(decibels(table, EmbeddingTable.byRow(table)))
                .isGreaterThan(decibels(table, EmbeddingTable.whole(table)) + 8);
    }

    @Test
    void rowsOfOneSizeLoseNothingByScalesOfTheirOwn() {
        FloatTensor table = table(0);
        assertThat(EmbeddingTable.byRow(table).error())
                .isLessThan(EmbeddingTable.whole(table).error());
    }

    @Test
    void everyRowIsItsIntegersTimesItsFactor() {
        FloatTensor table = table(10);
        EmbeddingTable byRow = EmbeddingTable.byRow(table);
        for (int i = 0; i < table.size(); i++) {
            int factor = byRow.factors().orElseThrow().at(i / COLUMNS);
            assertThat(factor).isBetween(1, 127);
            double real = byRow.scale() * factor * byRow.integers().at(i);
            double clipped = 127 * factor * byRow.scale();
            if (Math.abs(table.at(i)) < clipped) {
                assertThat(real).isCloseTo(table.at(i), within(0.5001 * factor * byRow.scale()));
            }
        }
    }

    /** Even of a single row: an integer of 16 bits is the table's times the factor. */
    @Test
    void onlyATableOfOneScaleHasNoFactors() {
        FloatTensor row = FloatTensor.matrix("row", 1, 2, new float[] {1, -2});
        assertThat(EmbeddingTable.whole(row).factors()).isEmpty();
        assertThat(EmbeddingTable.byRow(row).factors().orElseThrow().at(0)).isEqualTo(127);
    }

    @Test
    void aTableOfZerosIsExact() {
        FloatTensor zeros = FloatTensor.matrix("zeros", 3, 2, new float[6]);
        assertThat(EmbeddingTable.byRow(zeros).error()).isZero();
        assertThat(EmbeddingTable.whole(zeros).error()).isZero();
    }
}
