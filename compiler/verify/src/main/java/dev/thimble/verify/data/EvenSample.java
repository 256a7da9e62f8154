package dev.thimble.verify.data;

import java.util.List;
import java.util.stream.IntStream;

/** Samples of lists that are often sorted by label. */
public final class EvenSample {
    private EvenSample() {}

    /** At most {@code count} items, evenly spread over the list. */
    public static <T> List<T> over(List<T> items, int count) {
        int taken = Math.min(count, items.size());
        return IntStream.range(0, taken)
                .mapToObj(i -> items.get((int) ((long) i * items.size() / taken)))
                .toList();
    }
}
