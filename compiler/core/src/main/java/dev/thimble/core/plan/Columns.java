package dev.thimble.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Buffers as rectangles over the steps that matter: one column for each step at which a buffer starts, since the live
 * buffers of every other step are among those of the column before it. Sizes are rounded up to the alignment.
 */
final class Columns {
    private final List<Buffer> buffers;
    private final int count;
    private final int[] first;
    private final int[] last;
    private final long[] size;

    private Columns(List<Buffer> sorted, int[] starts) {
        this.buffers = sorted;
        this.count = starts.length;
        this.first = sorted.stream()
                .mapToInt(buffer -> columnAt(starts, buffer.first()))
                .toArray();
        this.last = sorted.stream()
                .mapToInt(buffer -> columnAt(starts, buffer.last()))
                .toArray();
        this.size = sorted.stream()
                .mapToLong(buffer -> Placer.aligned(buffer.bytes()))
                .toArray();
    }

    /** Buffers in an order in which a search tries them: large areas first. */
    static Columns of(List<Buffer> buffers) {
        List<Buffer> sorted = new ArrayList<>(buffers);
        sorted.sort(Comparator.comparingLong(Columns::area).reversed().thenComparing(Buffer::name));
        int[] starts =
                buffers.stream().mapToInt(Buffer::first).distinct().sorted().toArray();
        return new Columns(sorted, starts);
    }

    private static long area(Buffer buffer) {
        return buffer.bytes() * (buffer.last() - buffer.first() + 1);
    }

    private static int columnAt(int[] starts, int step) {
        int column = 0;
        while (column + 1 < starts.length && starts[column + 1] <= step) {
            column++;
        }
        return column;
    }

    /** Number of columns. */
    int count() {
        return count;
    }

    /** Number of buffers. */
    int buffers() {
        return buffers.size();
    }

    /** A buffer by its index. */
    Buffer buffer(int index) {
        return buffers.get(index);
    }

    /** A buffer's first column. */
    int first(int index) {
        return first[index];
    }

    /** A buffer's last column, inclusive. */
    int last(int index) {
        return last[index];
    }

    /** A buffer's bytes, a multiple of the alignment. */
    long size(int index) {
        return size[index];
    }

    /** Whether a buffer cannot be told from the one before it. */
    boolean sameAsBefore(int index) {
        return index > 0
                && size[index] == size[index - 1]
                && first[index] == first[index - 1]
                && last[index] == last[index - 1];
    }

    /** The sum of live bytes in each column. */
    long[] live() {
        long[] live = new long[count];
        for (int i = 0; i < size.length; i++) {
            for (int column = first[i]; column <= last[i]; column++) {
                live[column] += size[i];
            }
        }
        return live;
    }
}
