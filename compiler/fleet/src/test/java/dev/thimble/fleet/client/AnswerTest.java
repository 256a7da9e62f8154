package dev.thimble.fleet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Noise;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** From what was trained to what leaves the device. */
class AnswerTest {
    private static final int SIZE = 200;

    private static Task task(int shift, int clip, Form form, Optional<Noise> noise) {
        return new Task(TestFleet.BASE, TestFleet.PART, SIZE, 7, shift, clip, form, 50, noise, Task.Training.ONE_EPOCH);
    }

    private static Task dense(int shift, int clip) {
        return task(shift, clip, new Form.Dense(), Optional.empty());
    }

    /** Of any magnitude, up to all that 32 bits allow. */
    private static Parameters any(Random random) {
        int bits = random.nextInt(32);
        return Parameters.of(SIZE, i -> random.nextInt() >> bits);
    }

    private static RandomBytes bytes(Random random) {
        return () -> random.nextInt(256);
    }

    private static double norm(long... values) {
        return Math.sqrt(LongStream.of(values)
                .mapToDouble(value -> (double) value * value)
                .sum());
    }

    @Test
    void aClippedChangeIsNoLongerThanTheClipAndHasItsDirection() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            Parameters before = any(random);
            Parameters after = any(random);
            long[] delta = IntStream.range(0, SIZE)
                    .mapToLong(j -> (long) after.value(j) - before.value(j))
                    .toArray();
            int clip = 1 + (random.nextInt(Task.MOST_CLIP) >> random.nextInt(20));
            long[] clipped = Clipping.clipped(delta, clip);
            double factor = Math.min(1, clip / norm(delta));
            assertThat(norm(clipped)).isLessThanOrEqualTo(clip);
            for (int j = 0; j < SIZE; j++) {
                // one for the rounding, and as much as the norm is too large: it is a whole number, of a few bits less
                double tooLarge = 1 / norm(delta) + 1.0 / (1 << 15);
                assertThat((double) clipped[j])
                        .isCloseTo(delta[j] * factor, within(1 + Math.abs(delta[j]) * factor * tooLarge));
            }
        }
    }

    @Test
    void whatIsWithinTheClipStaysAsItIs() {
        assertThat(Clipping.clipped(new long[] {3, -4}, 5)).containsExactly(3, -4);
        assertThat(Clipping.clipped(new long[] {3, -4}, 4)).containsExactly(2, -3);
        assertThat(Clipping.clipped(new long[] {0, 0}, 1)).containsExactly(0, 0);
        assertThat(Clipping.clipped(new long[] {1 << 26, 0}, 1 << 26)).containsExactly(1 << 26, 0);
    }

    @Test
    void rootsAreExact() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            long root = Math.max(1, random.nextLong() & 0x7FFFFFFFL) >> random.nextInt(31);
            assertThat(Clipping.ceilingOfRoot(root * root)).isEqualTo(root);
            assertThat(Clipping.ceilingOfRoot(root * root + 1)).isEqualTo(root + 1);
        }
        assertThat(Clipping.ceilingOfRoot(1L << 62)).isEqualTo(1L << 31);
    }

    @Test
    void valuesAreRoundedHalfUpAndSaturated() {
        Task task = Task.of(TestFleet.BASE, TestFleet.PART, 6, 7, 4, Task.MOST_CLIP, new Form.Dense(), 1);
        long[] change = {7, 8, -8, -9, 5000, -5000};
        assertThat(Quantizing.quantized(change, task))
                .isEqualTo(Delta.of((byte) 0, (byte) 1, (byte) 0, (byte) -1, (byte) 127, (byte) -127));
        assertThat(Quantizing.quantized(new long[] {1, -1}, dense(0, 2))).isEqualTo(Delta.of((byte) 1, (byte) -1));
    }

    /** Two of 24 are 33.9 long: within 34, but not once both are rounded to 2 steps of 16, which are 45.2. */
    @Test
    void whatRoundingMakesTooLongIsRoundedTowardsZero() {
        assertThat(Quantizing.quantized(new long[] {24, -24}, dense(4, 34))).isEqualTo(Delta.of((byte) 1, (byte) -1));
    }

    @Test
    void everyAnswerIsAccepted() throws Refused {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            Form form = i % 2 == 0 ? new Form.Dense() : new Form.Sparse(1 + random.nextInt(SIZE));
            Optional<Noise> noise = i % 3 == 0
                    ? Optional.of(new Noise(1 + random.nextInt(60), 1 + random.nextInt(4)))
                    : Optional.empty();
            Task task =
                    task(random.nextInt(24), 1 + (random.nextInt(Task.MOST_CLIP) >> random.nextInt(20)), form, noise);
            Update update = new Answer(task).open(any(random), any(random), 1 + random.nextInt(100), bytes(random));
            Accepted accepted = new Gate(task, TestFleet.KEYS)
                    .admit(TestFleet.record(5, update).bytes());
            assertThat(accepted.content()).isEqualTo(update.content());
            assertThat(accepted.examples()).isLessThanOrEqualTo(50);
        }
    }

    @Test
    void theLargestAreKeptAndOfEqualOnesTheFirst() {
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            Delta delta = TestFleet.delta(40, random);
            int kept = random.nextInt(42);
            int[] places = IntStream.range(0, 40)
                    .boxed()
                    .sorted(Comparator.comparingInt(j -> -Math.abs(delta.value(j))))
                    .limit(kept)
                    .mapToInt(Integer::intValue)
                    .toArray();
            byte[] expected = new byte[40];
            Arrays.stream(places).forEach(j -> expected[j] = (byte) delta.value(j));
            assertThat(Sparsifying.largest(delta, kept)).isEqualTo(Delta.of(expected));
        }
        assertThat(Sparsifying.largest(Delta.of((byte) 3, (byte) -3, (byte) 3), 2))
                .isEqualTo(Delta.of((byte) 3, (byte) -3, (byte) 0));
    }

    @Test
    void theSameSeedMakesTheSameNoise() {
        Task task = task(4, 4000, new Form.Dense(), Optional.of(new Noise(5, 2)));
        Parameters before = any(new Random(5));
        Parameters after = any(new Random(6));
        byte[] seed = new byte[HashStream.SEED_BYTES];
        Update one = new Answer(task).open(before, after, 3, new HashStream(seed));
        assertThat(new Answer(task).open(before, after, 3, new HashStream(seed)))
                .isEqualTo(one);
        seed[0] = 1;
        assertThat(new Answer(task).open(before, after, 3, new HashStream(seed)))
                .isNotEqualTo(one);
        assertThat(one.content()).isNotEqualTo(new Content.Dense(new Answer(task).delta(before, after)));
    }
}
