package dev.thimble.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is said where there is no terminal. */
class SpokenProgressTest {
    private final AtomicLong now = new AtomicLong(123_456_789L);
    private final List<String> lines = new ArrayList<>();

    private List<Integer> taken(int items, long secondsEach) {
        List<Integer> all = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            all.add(item);
        }
        List<Integer> taken = new ArrayList<>();
        Iterator<Integer> iterator = new SpokenProgress<>("trying", all, now::get, lines::add).iterator();
        while (iterator.hasNext()) {
            taken.add(iterator.next());
            now.addAndGet(TimeUnit.SECONDS.toNanos(secondsEach));
        }
        assertThat(taken).isEqualTo(all);
        return taken;
    }

    @Test
    void whatIsQuickIsNotTalkedAbout() {
        taken(9, 1);
        assertThat(lines).isEmpty();
    }

    @Test
    void everyTenSecondsThereIsALine() {
        taken(6, 6);
        assertThat(lines).containsExactly("trying, 2 of 6, about 24 s left", "trying, 4 of 6, about 12 s left");
    }

    @Test
    void nothingIsNothing() {
        assertThat(taken(0, 60)).isEmpty();
        assertThat(lines).isEmpty();
    }
}
