package dev.thimble.fleet.client;

import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.update.wire.Octets;
import java.util.Map;

/**
 * Hides an update in the sum of a cohort (Bonawitz et al. 2017). Each two devices have a seed in common, of which both make
 * the same words; the one of the lower id adds them, the other one subtracts them, modulo 2^32.
 *
 * @param device whose masks these are
 * @param seeds that it shares with each other device of the cohort: {@value HashStream#SEED_BYTES} bytes, never used for
 *     another round
 */
public record Masks(Octets device, Map<Octets, Octets> seeds) {
    /** Keeps its own copy. */
    public Masks {
        seeds = Map.copyOf(seeds);
    }

    /**
     * Words of an update, masked: each value times the examples, then the examples.
     *
     * @param examples that weigh it
     */
    public Content masked(Delta delta, int examples) {
        int[] words = words(delta.size() + 1);
        for (int i = 0; i < delta.size(); i++) {
            words[i] += examples * delta.value(i);
        }
        words[delta.size()] += examples;
        return Content.Masked.of(words);
    }

    /** The sum of all masks: what the device adds to so many words. */
    public int[] words(int count) {
        int[] words = new int[count];
        seeds.forEach((other, seed) -> {
            HashStream stream = new HashStream(seed.bytes());
            int sign = device.hex().compareTo(other.hex()) < 0 ? 1 : -1;
            for (int i = 0; i < count; i++) {
                words[i] += sign * stream.nextWord();
            }
        });
        return words;
    }
}
