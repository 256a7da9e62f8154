package dev.thimble.fleet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.FedAvg;
import dev.thimble.fleet.strategy.MaskedSums;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Secure;
import dev.thimble.fleet.strategy.Sums;
import dev.thimble.update.wire.Octets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Masks of a cohort cancel each other, and words of one device are words of a hash. */
class MasksTest {
    private static final int SIZE = 20;

    private static Masks masks(int device, int devices) {
        return Masks.of(TestFleet.device(device), seeds(device, devices));
    }

    private static Map<Octets, Octets> seeds(int device, int devices) {
        Map<Octets, Octets> seeds = new HashMap<>();
        for (int other = 0; other < devices; other++) {
            if (other != device) {
                seeds.put(TestFleet.device(other), seed(Math.min(device, other), Math.max(device, other)));
            }
        }
        return seeds;
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

    /** Two of seven do not answer; the others tell the seeds that they share with these, and no others. */
    @Test
    void masksOfDevicesThatDidNotAnswerAreRecovered() {
        Random random = new Random(2);
        Task task = TestFleet.task(SIZE, 5, new Form.Masked());
        Task open = TestFleet.task(SIZE, 5, new Form.Dense());
        MaskedSums masked = new Secure().empty(task);
        Sums sums = new FedAvg().empty(open);
        for (int device = 0; device < 5; device++) {
            Delta delta = TestFleet.delta(SIZE, random);
            masked.add(accepted(device, 1, masks(device, 7).masked(delta, 10 + device)));
            sums.add(accepted(device, 10 + device, new Content.Dense(delta)));
        }
        for (int gone = 5; gone < 7; gone++) {
            Map<Octets, Octets> told = new HashMap<>(seeds(gone, 7));
            told.keySet().removeAll(List.of(TestFleet.device(5), TestFleet.device(6)));
            masked.recover(Masks.of(TestFleet.device(gone), told).words(SIZE + 1));
        }
        assertThat(new Secure().requireOutcome(task, masked, Moments.NONE))
                .isEqualTo(new FedAvg().requireOutcome(open, sums, Moments.NONE));
    }

    private static Accepted accepted(int device, int examples, Content content) {
        return new Accepted(TestFleet.device(device), TestFleet.BASE, examples, content);
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
