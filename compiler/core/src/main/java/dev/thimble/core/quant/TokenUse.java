package dev.thimble.core.quant;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/** How often each entry of a vocabulary occurs where a model is used. Immutable. */
public final class TokenUse {
    private final int[] counts;

    private TokenUse(int[] counts) {
        this.counts = counts;
    }

    /** Nothing is known. */
    public static TokenUse unknown() {
        return new TokenUse(new int[0]);
    }

    /**
     * What sequences of a vocabulary's ids contain.
     *
     * @param entries of the vocabulary; every id is below
     */
    public static TokenUse of(int entries, Iterable<int[]> sequences) {
        return counted(entries, sequences::forEach);
    }

    /**
     * The same of sequences that are handed over one by one.
     *
     * @param sequences hands each of them to what it is given
     */
    public static TokenUse counted(int entries, Consumer<Consumer<int[]>> sequences) {
        int[] counts = new int[entries];
        sequences.accept(ids -> {
            for (int id : ids) {
                counts[id]++;
            }
        });
        return new TokenUse(counts);
    }

    /** Entries that occur. */
    public int seen() {
        return (int) Arrays.stream(counts).filter(count -> count > 0).count();
    }

    /** How often an entry occurs. */
    public int count(int id) {
        return id < counts.length ? counts[id] : 0;
    }

    /**
     * How often each of the first entries is to be expected in as many tokens again: as often as it occurred, and those that
     * never did share as many as occurred once (Good 1953, "The population frequencies of species": n₁ / n₀). Where
     * nothing is known, once each.
     */
    double[] expected(int entries) {
        if (counts.length == 0) {
            return DoubleStream.generate(() -> 1).limit(entries).toArray();
        }
        double unseen =
                Math.max(1, Arrays.stream(counts).filter(count -> count == 1).count())
                        / (double) Math.max(1, counts.length - seen());
        double[] expected = new double[entries];
        for (int id = 0; id < entries; id++) {
            expected[id] = count(id) == 0 ? unseen : count(id);
        }
        return expected;
    }
}
