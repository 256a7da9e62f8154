package dev.thimble.cli.shell;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The items of a list, and, where no line can be written over, a line now and then that says how many are done and how long
 * the rest will take.
 *
 * @param what the work
 * @param items as they are taken
 * @param nanoseconds since some moment
 * @param line is told
 */
record SpokenProgress<T>(String what, List<T> items, LongSupplier nanoseconds, Consumer<String> line)
        implements Iterable<T> {
    /** What is done sooner needs no line. */
    private static final long BETWEEN = TimeUnit.SECONDS.toNanos(10);

    @Override
    public Iterator<T> iterator() {
        return new Told(nanoseconds.getAsLong());
    }

    private final class Told implements Iterator<T> {
        private final Iterator<T> iterator = items.iterator();
        private final long begun;
        private long last;
        private int done;

        Told(long begun) {
            this.begun = begun;
            this.last = begun;
        }

        @Override
        public boolean hasNext() {
            return iterator.hasNext();
        }

        @Override
        public T next() {
            long now = nanoseconds.getAsLong();
            if (done > 0 && now - last >= BETWEEN) {
                long left = (now - begun) / done * (items.size() - done);
                line.accept(what + ", " + done + " of " + items.size() + ", about "
                        + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left)) + " s left");
                last = now;
            }
            done++;
            return iterator.next();
        }
    }
}
