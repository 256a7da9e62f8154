package dev.thimble.pipeline;

import java.util.List;

/** Is told what a compilation is about to do; what becomes of it is the caller's. */
public interface Progress {

    /** A stage begins, said as a sentence without a full stop. */
    void stage(String sentence);

    /** The items of a list, as they are taken one after the other; {@code what} names the work. */
    <T> Iterable<T> over(String what, List<T> items);

    /** Progress that nobody sees. */
    static Progress silent() {
        return new Silence();
    }

    /** Tells nobody. */
    record Silence() implements Progress {
        @Override
        public void stage(String sentence) {}

        @Override
        public <T> Iterable<T> over(String what, List<T> items) {
            return items;
        }
    }
}
