package dev.thimble.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to messages on their way: every device is told at last, and nothing counts twice. */
class LossyWiresTest {
    private static final int DEVICES = 6;
    private static final int STEPS = 6;
    private static final BackOff OFTEN = new BackOff(Duration.ofMillis(1), Duration.ofMillis(8), 1000);

    @TempDir
    Path folder;

    /** A server that is another process after every few steps. */
    private static final class Server {
        private final TestRound round;
        private ServerLink link;

        Server(TestRound round) {
            this.round = round;
        }

        void work() {
            AtomicInteger left = new AtomicInteger(STEPS);
            new Collector(round.state(), link, duration -> {}, (device, reason) -> {})
                    .collect(() -> left.getAndDecrement() > 0, Duration.ZERO);
        }
    }

    private static LossyWires wires(TestRound round, long seed) {
        Server server = new Server(round);
        LossyWires wires = new LossyWires(new Random(seed), server::work);
        server.link = wires.server();
        return wires;
    }

    private static Courier courier(LossyWires wires, int device) {
        return new Courier(
                wires.device(TestRound.device(device)),
                TestRound.device(device),
                TestRound.key(TestRound.device(device)),
                OFTEN,
                duration -> {},
                Duration.ZERO);
    }

    private static Task asked(Courier courier) {
        for (int tries = 0; tries < 1000; tries++) {
            try {
                Optional<Task> task = courier.task();
                if (task.isPresent()) {
                    return task.get();
                }
            } catch (Lost e) {
                // again
            }
        }
        throw new AssertionError("no task came");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyDeviceIsToldAndCountsOnce(long seed) {
        TestRound round = TestRound.of(folder.resolve("state"), DEVICES);
        LossyWires wires = wires(round, seed);
        for (int device = 0; device < DEVICES; device++) {
            Courier courier = courier(wires, device);
            Task task = asked(courier);
            assertThat(task).isEqualTo(TestRound.TASK);
            assertThat(courier.deliver(TestRound.record(task, device, 1)).refused())
                    .isEmpty();
        }
        assertThat(courier(wires, 3)
                        .deliver(TestRound.record(TestRound.TASK, 3, 2))
                        .refused())
                .contains(Reason.DUPLICATE);
        assertThat(courier(wires, 3)
                        .deliver(TestRound.record(TestRound.TASK, 3, 1))
                        .refused())
                .isEmpty();
        assertThat(courier(wires, 4)
                        .deliver(TestRound.record(TestRound.task(9), 4, 1))
                        .refused())
                .contains(Reason.ROUND);
        assertThat(round.closed().counts().accepted()).isEqualTo(DEVICES);
    }

    /** The parameters say it too: they are those of a round that nothing disturbed. */
    @Test
    void theNewParametersAreThoseOfFiles() {
        TestRound lossy = TestRound.of(folder.resolve("lossy"), DEVICES);
        TestRound calm = TestRound.of(folder.resolve("calm"), DEVICES);
        LossyWires wires = wires(lossy, 9);
        for (int device = 0; device < DEVICES; device++) {
            byte[] record = TestRound.record(TestRound.TASK, device, device);
            courier(wires, device).deliver(record);
            assertThat(calm.state().intake().accept(record)).isEmpty();
        }
        assertThat(lossy.closed()).isEqualTo(calm.closed());
    }

    /** A record over the way of another device: it is right, and whoever sends it is not who it says. */
    @Test
    void aDeviceSendsItsOwnRecordsOnly() {
        TestRound round = TestRound.of(folder.resolve("state"), DEVICES);
        LossyWires wires = wires(round, 7);
        assertThat(courier(wires, 1)
                        .deliver(TestRound.record(TestRound.TASK, 2, 1))
                        .refused())
                .contains(Reason.DEVICE);
        assertThat(courier(wires, 1).deliver((byte) 1, (byte) 2).refused()).contains(Reason.FORMAT);
        assertThat(courier(wires, 2)
                        .deliver(TestRound.record(TestRound.TASK, 2, 1))
                        .refused())
                .isEmpty();
    }

    @Test
    void whoIsNeverToldGivesUp() {
        LossyWires wires = new LossyWires(new Random(1), () -> {});
        AtomicInteger pauses = new AtomicInteger();
        Courier courier = new Courier(
                wires.device(TestRound.device(1)),
                TestRound.device(1),
                TestRound.key(TestRound.device(1)),
                new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), 20),
                duration -> pauses.incrementAndGet(),
                Duration.ZERO);
        assertThatThrownBy(() -> courier.deliver(TestRound.record(TestRound.TASK, 1, 1)))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-1016");
        assertThat(pauses).hasValue(20);
    }

    @Test
    void pausesBecomeLongerUpToALimitAndDifferFromDeviceToDevice() {
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), 100);
        for (int failed = 1; failed < 100; failed++) {
            long most = Math.min(1000L << Math.min(failed - 1, 30), 300_000);
            assertThat(backOff.after(failed, TestRound.device(1)).toMillis()).isBetween(most / 2, most);
        }
        assertThat(backOff.after(9, TestRound.device(1))).isNotEqualTo(backOff.after(9, TestRound.device(2)));
    }
}
