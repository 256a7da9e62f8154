package dev.thimble.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples that are learned from again, so that what comes late does not push out what came early. Labels get as many
 * places as others, as far as their examples go, and within a label each example has the same chance to be kept
 * (class-balancing reservoir sampling: Chrysakis and Moens 2020, algorithm 1).
 */
public final class Replay {
    private final int capacity;
    private final List<Example> kept = new ArrayList<>();
    private final int[] seen;
    private int random;

    /**
     * An empty buffer.
     *
     * @param capacity examples that are kept at most; 0 or more
     * @param labels the most that there are
     * @param seed of what is chosen by chance; not 0
     */
    public Replay(int capacity, int labels, int seed) {
        if (capacity < 0 || seed == 0) {
            throw new IllegalArgumentException("capacity " + capacity + ", seed " + seed);
        }
        this.capacity = capacity;
        this.seen = new int[labels];
        this.random = seed;
    }

    /** The examples that are kept. */
    public List<Example> kept() {
        return List.copyOf(kept);
    }

    /** Keeps an example, in another's place where there is no room. */
    public void keep(Example example) {
        if (capacity == 0) {
            return;
        }
        seen[example.label()]++;
        if (kept.size() < capacity) {
            kept.add(example);
        } else {
            replace(example);
        }
    }

    private void replace(Example example) {
        List<Integer> own = places(example.label());
        List<Integer> others = places(mostKept());
        if (own.size() < others.size()) {
            kept.set(others.get(below(others.size())), example);
            return;
        }
        int chosen = below(seen[example.label()]);
        if (chosen < own.size()) {
            kept.set(own.get(chosen), example);
        }
    }

    private List<Integer> places(int label) {
        return IntStream.range(0, kept.size())
                .filter(place -> kept.get(place).label() == label)
                .boxed()
                .toList();
    }

    /** The label of which most are kept, the first of several. */
    private int mostKept() {
        int most = 0;
        for (int label = 1; label < seen.length; label++) {
            most = places(label).size() > places(most).size() ? label : most;
        }
        return most;
    }

    /** One of the kept examples, by chance; some must be kept. */
    public Example pick() {
        return kept.get(below(kept.size()));
    }

    /** A number below the bound by xorshift32 (Marsaglia, Xorshift RNGs, 2003): its state times the bound, the upper half. */
    private int below(int bound) {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return (int) ((Integer.toUnsignedLong(random) * bound) >>> Integer.SIZE);
    }
}
