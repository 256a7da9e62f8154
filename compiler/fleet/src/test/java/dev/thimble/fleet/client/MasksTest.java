package dev.thimble.fleet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.update.wire.Octets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Masks of a cohort cancel each other, and words of one device are words of a hash. */
class MasksTest {
    private static final int SIZE = 20;

    private static Masks masks(int device, int devices) {
        Map<Octets, Octets> seeds = new HashMap<>();
        for (int other = 0; other < devices; other++) {
            if (other != device) {
                seeds.put(TestFleet.device(other), seed(Math.min(device, other), Math.max(device, other)));
            }
        }
        return new Masks(TestFleet.device(device), seeds);
    }

    private static Octets seed(int one, int other) {
        return Octets.sha256((byte) one, (byte) other);
    }

    private static void add(int[] sum, int... words) {
        Arrays.setAll(sum, i -> sum[i] + words[i]);
    }

    @Test
    void theSumHasNoMask() {
        Random random = new Random(1);
        int[] sum = new int[SIZE + 1];
        int[] expected = new int[SIZE + 1];
        for (int device = 0; device < 7; device++) {
            Delta delta = TestFleet.delta(SIZE, random);
            int examples = 1 + random.nextInt(4096);
            add(sum, ((Content.Masked) masks(device, 7).masked(delta, examples)).words());
            for (int i = 0; i < SIZE; i++) {
                expected[i] += examples * delta.value(i);
            }
            expected[SIZE] += examples;
        }
        assertThat(sum).isEqualTo(expected);
    }

    /** The first device of two adds the digest of seed and counter, word by word. */
    @Test
    void wordsAreThoseOfTheHash() {
        byte[] seeded = Arrays.copyOf(seed(0, 1).bytes(), HashStream.SEED_BYTES + Integer.BYTES);
        String first = Octets.sha256(seeded).hex();
        seeded[HashStream.SEED_BYTES] = 1;
        String second = Octets.sha256(seeded).hex();
        int[] words = masks(0, 2).words(16);
        for (int i = 0; i < 16; i++) {
            String digits = (first + second).substring(8 * i, 8 * i + 8);
            assertThat(Integer.reverseBytes(words[i])).isEqualTo(Integer.parseUnsignedInt(digits, 16));
        }
        int[] other = masks(1, 2).words(16);
        add(other, words);
        assertThat(other).containsOnly(0);
    }
}
