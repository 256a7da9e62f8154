package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device's noise has the distribution that it is said to have, by Pearson's test under a seed. */
class NoiseTest {
    private static final int SAMPLES = 20_000;
    private static final int RANDOM_BYTES = 1_500_000;
    private static final int MOST = 127;
    private static final int FEWEST = 5;

    /** Beyond so many of its deviations from what is expected the statistic is once in some 10^5 times. */
    private static final double DEVIATIONS = 5;

    @TempDir
    static Path folder;

    private static FleetProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = FleetProgram.checked(folder);
    }

    private static int[] counts(int numerator, int denominator) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        new Random(5).nextBytes(bytes);
        String line =
                "noise " + "00".repeat(SAMPLES) + " " + numerator + " " + denominator + " " + FleetProgram.hex(bytes);
        String answer = program.answers(List.of(line)).get(0);
        int[] counts = new int[2 * MOST + 1];
        for (byte value : HexFormat.of().parseHex(answer.substring(answer.indexOf(' ') + 1))) {
            counts[value + MOST]++;
        }
        return counts;
    }

    /** How many of the samples are each value; all that is beyond the last one counts as it. */
    private static double[] expected(double deviation) {
        double[] expected = new double[2 * MOST + 1];
        int far = (int) Math.ceil(20 * deviation) + MOST;
        double all = IntStream.rangeClosed(-far, far)
                .mapToDouble(x -> density(x, deviation))
                .sum();
        for (int x = -far; x <= far; x++) {
            expected[Exact.saturated(x) + MOST] += SAMPLES * density(x, deviation) / all;
        }
        return expected;
    }

    private static double density(int x, double deviation) {
        return Math.exp(-x * (double) x / (2 * deviation * deviation));
    }

    /** Deviations below and above 1, fractions, wide ones of which most is saturated, and the widest. */
    @ParameterizedTest
    @CsvSource({"1, 3", "1, 2", "1, 1", "7, 3", "40, 1", "2000, 2000", "4000, 96", "4096, 1"})
    void theNoiseIsDiscretelyNormal(int numerator, int denominator) throws IOException {
        int[] counts = counts(numerator, denominator);
        double[] expected = expected((double) numerator / denominator);
        List<Integer> told = IntStream.range(0, counts.length)
                .filter(i -> expected[i] >= FEWEST)
                .boxed()
                .toList();
        double statistic = told.stream()
                .mapToDouble(i -> Math.pow(counts[i] - expected[i], 2) / expected[i])
                .sum();
        int freedom = told.size() - 1;
        assertThat(statistic).isLessThan(freedom + DEVIATIONS * Math.sqrt(2.0 * freedom));
    }

    /** Every byte that is drawn, and every value, is that of the definition. */
    @ParameterizedTest
    @CsvSource({"1, 4096", "1, 3", "1, 1", "7, 3", "40, 1", "4096, 4095", "4096, 4096", "4096, 1"})
    void everyValueIsTheDefinitions(int numerator, int denominator) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES / 10];
        new Random(numerator).nextBytes(bytes);
        ByteBuffer source = ByteBuffer.wrap(bytes);
        ExactNoise noise = new ExactNoise(numerator, denominator, () -> source.get() & 0xFF);
        byte[] values = new byte[2000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Exact.saturated(noise.next());
        }
        String line = "noise " + "00".repeat(values.length) + " " + numerator + " " + denominator + " "
                + FleetProgram.hex(bytes);
        assertThat(program.answers(List.of(line))).containsExactly(source.position() + " " + FleetProgram.hex(values));
    }

    /** What is drawn is added to what is there, and nothing leaves the range. */
    @ParameterizedTest
    @CsvSource({"127, 50", "-127, 50", "3, 1"})
    void noiseIsAddedToTheValue(int value, int deviation) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        new Random(6).nextBytes(bytes);
        String line = " " + deviation + " 1 " + FleetProgram.hex(bytes);
        String given = HexFormat.of().toHexDigits((byte) value);
        List<String> answers =
                program.answers(List.of("noise " + given.repeat(1000) + line, "noise " + "00".repeat(1000) + line));
        byte[] moved = values(answers.get(0));
        byte[] drawn = values(answers.get(1));
        for (int i = 0; i < drawn.length; i++) {
            if (Math.abs(drawn[i]) < MOST) {
                assertThat(moved[i]).isEqualTo(Exact.saturated(value + drawn[i]));
            }
        }
    }

    private static byte[] values(String answer) {
        return HexFormat.of().parseHex(answer.substring(answer.indexOf(' ') + 1));
    }
}
