package dev.thimble.fleet.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fifth of the devices turns the sign of what it learned, or sends as much as a value can hold. */
class BreakdownTest {
    private static final int SIZE = 40;
    private static final int DEVICES = 50;
    private static final int ATTACKERS = DEVICES / 5;

    /** What honest devices mean, and how far each is from it. */
    private static final int MEANT = 10;

    private static final int SPREAD = 3;

    private static List<Accepted> updates(IntUnaryOperator attack) {
        Random random = new Random(1);
        List<Accepted> updates = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            int[] values = new int[SIZE];
            for (int i = 0; i < SIZE; i++) {
                int honest = MEANT + random.nextInt(2 * SPREAD + 1) - SPREAD;
                values[i] = device < ATTACKERS ? attack.applyAsInt(honest) : honest;
            }
            updates.add(Cohort.accepted(device, 10, values));
        }
        return updates;
    }

    private static int farthest(String word, IntUnaryOperator attack) {
        Task task = TestFleet.task(SIZE, 0, new Form.Dense());
        Parameters change = Cohort.change(Strategies.parse(word), task, updates(attack));
        int farthest = 0;
        for (int i = 0; i < SIZE; i++) {
            farthest = Math.max(farthest, Math.abs(change.value(i) - MEANT));
        }
        return farthest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"median", "trimmed-mean:0.2", "krum:10", "multi-krum:10:30"})
    void robustStrategiesStayWithinWhatHonestDevicesSay(String word) {
        assertThat(farthest(word, honest -> -honest)).isLessThanOrEqualTo(SPREAD);
        assertThat(farthest(word, honest -> 127)).isLessThanOrEqualTo(SPREAD);
        assertThat(farthest(word, honest -> -127)).isLessThanOrEqualTo(SPREAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fedavg", "reptile:1"})
    void meansDoNot(String word) {
        assertThat(farthest(word, honest -> -honest)).isGreaterThan(SPREAD);
        assertThat(farthest(word, honest -> 127)).isGreaterThan(SPREAD);
        assertThat(farthest(word, honest -> -127)).isGreaterThan(SPREAD);
    }
}
