package dev.thimble.fleet.client;

import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.update.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Hides an update in the sum of a cohort (Bonawitz et al. 2017): words that follow from seeds are added and subtracted,
 * modulo 2^32. Each two devices have a seed in common; the one of the lower id adds its words, the other one subtracts them.
 *
 * @param added seeds of {@value HashStream#SEED_BYTES} bytes whose words are added, never used for another round
 * @param subtracted those whose words are subtracted
 */
public record Masks(List<Octets> added, List<Octets> subtracted) {
    /** None. */
    public static final Masks NONE = new Masks(List.of(), List.of());

    /** Keeps its own copies. */
    public Masks {
        added = List.copyOf(added);
        subtracted = List.copyOf(subtracted);
    }

    /**
     * Those of a device.
     *
     * @param seeds that it shares with each other device of the cohort
     */
    public static Masks of(Octets device, Map<Octets, Octets> seeds) {
        List<Octets> added = new ArrayList<>();
        List<Octets> subtracted = new ArrayList<>();
        seeds.forEach((other, seed) -> (device.hex().compareTo(other.hex()) < 0 ? added : subtracted).add(seed));
        return new Masks(added, subtracted);
    }

    /** The same, and another seed whose words are added. */
    public Masks plus(Octets seed) {
        return and(new Masks(List.of(seed), List.of()));
    }

    /** The same, and another seed whose words are subtracted. */
    public Masks minus(Octets seed) {
        return and(new Masks(List.of(), List.of(seed)));
    }

    /** These and others. */
    public Masks and(Masks others) {
        return new Masks(joined(added, others.added), joined(subtracted, others.subtracted));
    }

    private static List<Octets> joined(List<Octets> some, List<Octets> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
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

    /** The sum of all masks: what is added to so many words. */
    public int[] words(int count) {
        int[] words = new int[count];
        added.forEach(seed -> add(words, 1, seed));
        subtracted.forEach(seed -> add(words, -1, seed));
        return words;
    }

    private static void add(int[] words, int sign, Octets seed) {
        HashStream stream = new HashStream(seed.bytes());
        for (int i = 0; i < words.length; i++) {
            words[i] += sign * stream.nextWord();
        }
    }
}
