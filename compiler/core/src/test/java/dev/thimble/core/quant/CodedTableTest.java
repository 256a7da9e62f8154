package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.RowCode;
import dev.thimble.core.ir.FloatTensor;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows in few bits lose what theory says, and are what the operator looks up. */
class CodedTableTest {
    private static final int ROWS = 400;
    private static final int COLUMNS = 128;

    /** Normal values; rows differ in size as those of trained tables do. */
    private static FloatTensor table() {
        Random random = new Random(7);
        float[] values = new float[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            double size = Math.exp(0.3 * random.nextGaussian());
            for (int column = 0; column < COLUMNS; column++) {
                values[row * COLUMNS + column] = (float) (size * random.nextGaussian());
            }
        }
        return FloatTensor.matrix("t", ROWS, COLUMNS, values);
    }

    private static double decibels(FloatTensor table, EmbeddingTable packed) {
        double signal = IntStream.range(0, table.size())
                .mapToDouble(i -> (double) table.at(i) * table.at(i))
                .sum();
        return 10 * Math.log10(signal / packed.error());
    }

    private static EmbeddingTable packed(FloatTensor table, Precision result, int hundredths) {
        return new ConstantScales().packed(table, result, new MeanBits(hundredths));
    }

    /** Max 1960, table I: mean squared errors of 0.1175 with 4 levels, 0.03454 with 8 and 0.009497 with 16. */
    @ParameterizedTest
    @CsvSource({"BITS_2, 0.1175", "BITS_3, 0.03454", "BITS_4, 0.009497"})
    void normalValuesLoseWhatTheirLevelsLose(RowCode code, double loss) {
        FloatTensor table = table();
        CodedTable coded = CodedTable.of(table, Precision.I16, 1e-3);
        double error = IntStream.range(0, ROWS)
                .mapToDouble(row -> coded.error(row, code))
                .sum();
        double signal = IntStream.range(0, table.size())
                .mapToDouble(i -> (double) table.at(i) * table.at(i))
                .sum();
        // A scale that is searched for each row of 128 suits its values better than their size alone would: up to 1 dB.
        assertThat(10 * Math.log10(signal / error)).isBetween(-10 * Math.log10(loss), 1 - 10 * Math.log10(loss));
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"I8", "I16"})
    void theErrorIsThatOfWhatIsLookedUp(Precision result) {
        FloatTensor table = table();
        EmbeddingTable packed = packed(table, result, 300);
        double error = 0;
        for (int i = 0; i < table.size(); i++) {
            int factor = packed.factors().orElseThrow().at(i / COLUMNS);
            double off = table.at(i)
                    - packed.scale() * IntOp.Embedding.looked(packed.integers().at(i), factor, result);
            error += off * off;
        }
        assertThat(error).isCloseTo(packed.error(), within(1e-9 * error));
    }

    @Test
    void everyBitMakesItBetter() {
        FloatTensor table = table();
        double[] decibels = IntStream.of(200, 250, 300, 400, 500, 600, 700)
                .mapToDouble(hundredths -> decibels(table, packed(table, Precision.I16, hundredths)))
                .toArray();
        assertThat(decibels).isSorted();
        assertThat(decibels[0]).isGreaterThan(9);
    }

    /** Rows of 8 bits lose nothing by the factor of an 8-bit result but the one value at its end. */
    @Test
    void eightBitRowsOfAnEightBitResultAreAsGoodAsOneScale() {
        FloatTensor table = table();
        CodedTable coded = CodedTable.of(
                table, Precision.I8, new ConstantScales().whole(table).scale() * 127 / 126);
        double error = IntStream.range(0, ROWS)
                .mapToDouble(row -> coded.error(row, RowCode.BITS_8))
                .sum();
        assertThat(error).isLessThan(1.05 * new ConstantScales().whole(table).error());
    }

    @Test
    void aTableOfZerosHasFactors() {
        FloatTensor zeros = FloatTensor.matrix("z", 2, 3, new float[6]);
        assertThat(packed(zeros, Precision.I16, 200).factors().orElseThrow().toArray())
                .containsExactly(1, 1);
    }

    @Test
    void rowsThatOccurMoreHaveMoreBits() {
        FloatTensor table = table();
        TokenUse use = TokenUse.of(
                ROWS,
                () -> IntStream.range(0, 40)
                        .mapToObj(i -> IntStream.range(0, 10).toArray())
                        .iterator());
        EmbeddingTable packed = new ConstantScales(use).packed(table, Precision.I16, new MeanBits(240));
        int[] bits = packed.bits().orElseThrow().toArray();
        assertThat(IntStream.range(0, 10).map(row -> bits[row])).containsOnly(8);
        assertThat(IntStream.range(10, ROWS).map(row -> bits[row]).average().orElseThrow())
                .isLessThan(2.5);
    }
}
