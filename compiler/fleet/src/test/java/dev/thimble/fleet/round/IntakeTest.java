package dev.thimble.fleet.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Median;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that come one by one: what was told to be accepted is on the disk, and counts once. */
class IntakeTest {
    private static final int SIZE = 20;
    private static final Task TASK = TestFleet.task(SIZE, 3, new Form.Dense());
    private static final Optional<Reason> COUNTED = Optional.empty();

    @TempDir
    Path folder;

    private FleetState state;

    @BeforeEach
    void begin() {
        state = FleetState.at(folder.resolve("state"), () -> {});
        List<Octets> devices =
                LongStream.range(0, 5).mapToObj(TestFleet::device).toList();
        for (Octets device : devices) {
            state.enrol(List.of(device), () -> TestFleet.key(device));
        }
        state.begin(TASK, Optional.of(Parameters.of(SIZE, i -> i)));
    }

    private static byte[] record(Task task, int device, int seed) {
        Content content = TestFleet.content(task, new Random(seed));
        return TestFleet.record(device, TestFleet.update(task, 3, content)).bytes();
    }

    private static Task next() {
        return Task.of(TASK.base(), TASK.part(), SIZE, 8, 3, Task.MOST_CLIP, new Form.Dense(), 10);
    }

    private long counted() {
        return state.aggregate(new Median(), new Plain(), counts -> {}).counts().accepted();
    }

    @Test
    void eachDeviceCountsOnceHoweverOftenItSends() {
        Intake intake = state.intake();
        assertThat(intake.accept(record(TASK, 0, 1))).isEqualTo(COUNTED);
        assertThat(intake.accept(record(TASK, 1, 1))).isEqualTo(COUNTED);
        assertThat(intake.accept(record(TASK, 0, 1))).isEqualTo(COUNTED);
        assertThat(intake.accept(record(TASK, 0, 2))).contains(Reason.DUPLICATE);
        assertThat(intake.accept(record(TASK, 9, 1))).contains(Reason.DEVICE);
        assertThat(intake.accept()).contains(Reason.FORMAT);
        assertThat(counted()).isEqualTo(2);
    }

    /** Another process, which the first one knows nothing of. */
    @Test
    void othersMayAcceptEnrolCloseAndBeginMeanwhile() {
        Intake one = state.intake();
        Intake other = FleetState.at(folder.resolve("state"), () -> {}).intake();
        assertThat(one.accept(record(TASK, 0, 1))).isEqualTo(COUNTED);
        assertThat(other.accept(record(TASK, 1, 1))).isEqualTo(COUNTED);
        assertThat(one.accept(record(TASK, 1, 1))).isEqualTo(COUNTED);
        assertThat(one.accept(record(TASK, 6, 1))).contains(Reason.DEVICE);
        state.enrol(List.of(TestFleet.device(6)), () -> TestFleet.key(TestFleet.device(6)));
        assertThat(one.accept(record(TASK, 6, 1))).isEqualTo(COUNTED);
        assertThat(counted()).isEqualTo(3);
        assertThat(one.accept(record(TASK, 2, 1))).contains(Reason.ROUND);
        state.begin(next(), Optional.empty());
        assertThat(one.accept(record(next(), 2, 1))).isEqualTo(COUNTED);
        assertThat(counted()).isOne();
    }

    /** The receipt was lost, and the round went on. */
    @Test
    void whatCountedIsToldSoWhenItsRoundIsOver() {
        Intake intake = state.intake();
        assertThat(intake.accept(record(TASK, 0, 1))).isEqualTo(COUNTED);
        assertThat(counted()).isOne();
        assertThat(intake.accept(record(TASK, 0, 1))).isEqualTo(COUNTED);
        assertThat(intake.accept(record(TASK, 1, 1))).contains(Reason.ROUND);
        state.begin(next(), Optional.empty());
        assertThat(intake.accept(record(TASK, 0, 1))).isEqualTo(COUNTED);
        assertThat(intake.accept(record(TASK, 0, 2))).contains(Reason.ROUND);
        assertThat(intake.accept(record(TASK, 1, 1))).contains(Reason.ROUND);
        assertThat(state.intake().accept(record(TASK, 0, 1))).isEqualTo(COUNTED);
    }

    /** At whichever byte of the journal the disk is full: what could not be written was not accepted, and can be again. */
    @Test
    void aFullDiskLosesNothingThatWasAccepted() {
        int bytes = record(TASK, 0, 1).length;
        for (int room = 0; room < bytes + 8; room += 7) {
            Path copy = folder.resolve("full-" + room);
            FleetState full = FleetState.at(copy, () -> {}, FailingDisk.full(room));
            FleetState real = FleetState.at(copy, () -> {});
            real.enrol(List.of(TestFleet.device(0)), () -> TestFleet.key(TestFleet.device(0)));
            real.begin(TASK, Optional.of(Parameters.of(SIZE, i -> i)));
            Intake intake = full.intake();
            assertThatThrownBy(() -> intake.accept(record(TASK, 0, 1)))
                    .isInstanceOf(ThimbleException.class)
                    .hasMessageContaining("THM-1012");
            assertThat(real.intake().accept(record(TASK, 0, 2))).isEqualTo(COUNTED);
        }
    }
}
