package dev.thimble.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static Map<Integer, Long> labels(Replay replay) {
        return replay.kept().stream().collect(Collectors.groupingBy(Example::label, Collectors.counting()));
    }

    /** Ninety-nine of a hundred examples are of one label, and yet each label gets its part of the places. */
    @Test
    void rareLabelsKeepTheirPlaces() {
        Replay replay = new Replay(30, 3, 1);
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            replay.keep(new Example(List.of(i), random.nextInt(100) == 0 ? 1 + random.nextInt(2) : 0));
        }
        assertThat(labels(replay)).isEqualTo(Map.of(0, 10L, 1, 10L, 2, 10L));
    }

    /** Within a label every example has the same chance, early or late: a reservoir (Vitter 1985). */
    @Test
    void earlyAndLateExamplesAreKeptAlike() {
        double sum = 0;
        int runs = 400;
        for (int seed = 1; seed <= runs; seed++) {
            Replay replay = new Replay(10, 1, seed * 7919);
            for (int i = 0; i < 1000; i++) {
                replay.keep(new Example(List.of(i), 0));
            }
            sum += replay.kept().stream()
                    .mapToInt(example -> example.features().get(0))
                    .average()
                    .orElseThrow();
        }
        assertThat(sum / runs).isBetween(485.0, 515.0);
    }

    @Test
    void withoutCapacityNothingIsKept() {
        Replay replay = new Replay(0, 2, 1);
        replay.keep(new Example(List.of(1), 1));
        assertThat(replay.kept()).isEmpty();
    }
}
