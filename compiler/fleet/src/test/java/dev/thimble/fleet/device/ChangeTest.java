package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the device clips, quantises and chooses: every bit is the definition's, and no norm is above what it may be. */
class ChangeTest {
    private static final int CASES = 3000;
    private static final int LONGEST = 60;
    private static final int HEAD = 903;

    @TempDir
    static Path folder;

    private static FleetProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = FleetProgram.checked(folder);
    }

    private static String hex(int... numbers) {
        return FleetProgram.hex(Parameters.of(numbers).bytes());
    }

    /** Of any length and magnitude, up to the ends of the range. */
    private static int[] change(Random random) {
        int bits = random.nextInt(Integer.SIZE);
        int[] numbers =
                random.ints(1 + random.nextInt(LONGEST)).map(x -> x >> bits).toArray();
        if (random.nextInt(8) == 0) {
            Arrays.fill(numbers, random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE);
        }
        return numbers;
    }

    private static long[] differences(int[] after, int... before) {
        return IntStream.range(0, after.length)
                .mapToLong(i -> (long) after[i] - (before.length == 0 ? 0 : before[i]))
                .toArray();
    }

    /** Small ones as often as great ones. */
    private static int anyClip(Random random) {
        return 1 + random.nextInt(1 << random.nextInt(1, 27));
    }

    @Test
    void clipsAsDefined() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            int[] after = change(random);
            int[] before = random.ints(random.nextBoolean() ? after.length : 0).toArray();
            int clip = anyClip(random);
            int[] clipped = Exact.clip(differences(after, before), clip);
            assertThat(Exact.isWithin(clipped, clip)).isTrue();
            lines.add("clip " + hex(after) + " " + hex(before) + " " + clip);
            expected.add(hex(clipped));
        }
        assertThat(program.answers(lines)).isEqualTo(expected);
    }

    /** Of a whole part whose parameters went from one end of the range to the other. */
    @Test
    void clipsTheLongestChange() throws IOException {
        int[] after = new int[HEAD];
        int[] before = new int[HEAD];
        Arrays.fill(after, Integer.MIN_VALUE);
        Arrays.fill(before, Integer.MAX_VALUE);
        assertThat(program.answers(List.of("clip " + hex(after) + " " + hex(before) + " " + Task.MOST_CLIP)))
                .containsExactly(hex(Exact.clip(differences(after, before), Task.MOST_CLIP)));
    }

    @Test
    void aChangeAsLongAsItMayBeStaysAsItIs() throws IOException {
        assertThat(program.answers(List.of("clip " + hex(3, -4) + " - 5", "clip " + hex(3, -4) + " - 4")))
                .containsExactly(hex(3, -4), hex(2, -3));
    }

    @Test
    void quantisesAsDefined() throws IOException {
        Random random = new Random(2);
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            int clip = anyClip(random);
            int[] clipped = Exact.clip(differences(change(random)), clip);
            int shift = random.nextInt(Task.MOST_SHIFT + 1);
            byte[] values = Exact.quantize(clipped, shift, clip);
            assertThat(Delta.of(values).squaredNorm()).isLessThanOrEqualTo(((long) clip * clip) >> (2 * shift));
            lines.add("quantize " + hex(clipped) + " " + shift + " " + clip);
            expected.add(FleetProgram.hex(values));
        }
        assertThat(program.answers(lines)).isEqualTo(expected);
    }

    @Test
    void halvesAreRoundedUpUnlessTheNormWouldBeAboveTheClip() throws IOException {
        assertThat(program.answers(List.of(
                        "quantize " + hex(3, -3, 2, -2) + " 1 6",
                        "quantize " + hex(3, -3, 2, -2) + " 1 5",
                        "quantize " + hex(1000, -1000) + " 0 2000")))
                .containsExactly("02ff01ff", "01ff01ff", "7f81");
    }

    @Test
    void keepsTheGreatestValues() throws IOException {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            byte[] values = new byte[1 + random.nextInt(LONGEST)];
            int most = 1 + random.nextInt(127);
            for (int at = 0; at < values.length; at++) {
                values[at] = (byte) random.nextInt(-most, most + 1);
            }
            byte[] kept = Exact.keep(values, 1 + random.nextInt(values.length));
            int count = values.length - zeros(kept);
            lines.add("keep " + FleetProgram.hex(values) + " " + Math.max(1, count));
            expected.add(count + " " + FleetProgram.hex(kept));
        }
        assertThat(program.answers(lines)).isEqualTo(expected);
    }

    private static int zeros(byte... values) {
        int zeros = 0;
        for (byte value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }

    @Test
    void ofEqualValuesTheFirstAreKeptAndNoZeroCounts() throws IOException {
        assertThat(program.answers(List.of("keep 02fefe02 2", "keep 00010000 3", "keep 7f81 1")))
                .containsExactly("2 02fe0000", "1 00010000", "1 7f00");
    }
}
