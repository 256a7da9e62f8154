package dev.thimble.core.pass;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which channels stay. */
final class Kept {
    private Kept() {}

    /**
     * All channels that are needed, and of the others the first ones, until there are so many; in their order.
     *
     * @param from the first channel
     * @param width how many there are
     * @param count how many stay, no fewer than are needed
     */
    static int[] channels(int from, int width, IntPredicate isNeeded, int count) {
        IntStream needed = range(from, width).filter(isNeeded);
        IntStream others = range(from, width).filter(isNeeded.negate());
        return IntStream.concat(needed, others).limit(count).sorted().toArray();
    }

    private static IntStream range(int from, int width) {
        return IntStream.range(from, from + width);
    }
}
