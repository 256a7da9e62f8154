package dev.thimble.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.train.Example;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final int LABELS = 5;
    private static final int DEVICES = 20;
    private static final List<Sentence> EXAMPLES = IntStream.range(0, 2000)
            .mapToObj(i -> new Sentence("sentence " + i, new Example(List.of(i), i % LABELS)))
            .toList();

    private static List<List<Sentence>> split(double alpha, long seed) {
        return new Split(alpha, new SplittableRandom(seed)).over(EXAMPLES, LABELS, DEVICES);
    }

    @Test
    void everyExampleIsOneDevices() {
        assertThat(split(0.3, 1).stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(EXAMPLES);
    }

    @Test
    void itIsTheSameForASeedAndAnotherForAnother() {
        assertThat(split(0.3, 1)).isEqualTo(split(0.3, 1)).isNotEqualTo(split(0.3, 2));
    }

    /** Of 400 examples of a label both numbers are binomial: 40 are 2.8 times the largest deviation of their difference. */
    @Test
    void othersAreSharedOutAlikeAndChangeNothing() {
        List<List<List<Sentence>>> both =
                new Split(0.3, new SplittableRandom(1)).alike(EXAMPLES, EXAMPLES, LABELS, DEVICES);
        assertThat(both.get(0)).isEqualTo(split(0.3, 1));
        assertThat(both.get(1)).isNotEqualTo(both.get(0));
        assertThat(both.get(1).stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(EXAMPLES);
        for (int device = 0; device < DEVICES; device++) {
            for (int label = 0; label < LABELS; label++) {
                assertThat(count(both.get(1).get(device), label))
                        .isCloseTo(count(both.get(0).get(device), label), within(40L));
            }
        }
    }

    private static long count(List<Sentence> part, int label) {
        return part.stream().filter(example -> example.label() == label).count();
    }

    /** The mean over devices of the share of their commonest label: 1 / labels where all are alike. */
    private static double sameness(double alpha) {
        return split(alpha, 3).stream()
                .filter(part -> !part.isEmpty())
                .mapToDouble(part -> IntStream.range(0, LABELS)
                                .mapToLong(label -> part.stream()
                                        .filter(example -> example.label() == label)
                                        .count())
                                .max()
                                .orElseThrow()
                        / (double) part.size())
                .average()
                .orElseThrow();
    }

    @Test
    void theSmallerAlphaIsTheMoreDevicesDiffer() {
        assertThat(sameness(0.1)).isGreaterThan(sameness(1) + 0.2);
        assertThat(sameness(1)).isGreaterThan(sameness(100) + 0.1);
    }
}
