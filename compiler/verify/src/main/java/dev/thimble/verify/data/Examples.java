package dev.thimble.verify.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Examples that can be gone through again and again, in one order; there may be more of them than there is memory. */
public interface Examples {

    /** Hands them over one by one. */
    void forEach(Consumer<Example> each);

    /** Those of a file, at least one: read anew each time, or, where that cannot be, as with a pipe, kept. */
    static Examples in(Path file) {
        return Files.isRegularFile(file) ? each -> DataFile.forEach(file, each) : of(DataFile.read(file));
    }

    /** Those of a list. */
    static Examples of(List<Example> examples) {
        return examples::forEach;
    }

    /** The same, each one changed. */
    default Examples map(UnaryOperator<Example> change) {
        return each -> forEach(example -> each.accept(change.apply(example)));
    }

    /** At most so many, evenly spread, as {@link EvenSample} spreads them. */
    default List<Example> sample(int most) {
        AtomicInteger count = new AtomicInteger();
        forEach(example -> count.incrementAndGet());
        int all = count.get();
        int taken = Math.min(most, all);
        List<Example> sample = new ArrayList<>();
        AtomicInteger at = new AtomicInteger();
        forEach(example -> {
            int next = sample.size();
            if (next < taken && at.getAndIncrement() == (long) next * all / taken) {
                sample.add(example);
            }
        });
        return sample;
    }
}
