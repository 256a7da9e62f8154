package dev.thimble.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.fleet.TestFleet;
import dev.thimble.update.wire.Octets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each reason, and their order: nothing of a record is believed before its code is right. */
class GateTest {
    private static final int SIZE = 50;
    private static final Task TASK = TestFleet.task(SIZE, 4, new Form.Dense());
    private static final Update RIGHT =
            TestFleet.update(TASK, 10, new Content.Dense(TestFleet.delta(SIZE, new Random(1))));

    private static Reason reason(Task task, byte... bytes) {
        return catchThrowableOfType(Refused.class, () -> new Gate(task, TestFleet.KEYS).admit(bytes))
                .reason();
    }

    private static Reason reason(Task task, Update update) {
        return reason(task, TestFleet.record(3, update).bytes());
    }

    private static Update with(Content content) {
        return TestFleet.update(TASK, 10, content);
    }

    @Test
    void whatAnswersTheTaskIsAccepted() throws Refused {
        UpdateRecord record = TestFleet.record(3, RIGHT);
        assertThat(new Gate(TASK, TestFleet.KEYS).admit(record.bytes()))
                .isEqualTo(new Accepted(TestFleet.device(3), record.mac(), 10, RIGHT.content()));
    }

    @Test
    void otherBytesAreNoRecord() {
        assertThat(reason(TASK)).isEqualTo(Reason.FORMAT);
        assertThat(reason(TASK, new byte[TASK.mostBytes() + 1])).isEqualTo(Reason.FORMAT);
    }

    @Test
    void aDeviceMustBeEnrolledAndItsCodeRight() {
        assertThat(reason(TASK, TestFleet.record(TestFleet.ENROLLED, RIGHT).bytes()))
                .isEqualTo(Reason.DEVICE);
        byte[] stolen = UpdateRecord.of(TestFleet.device(3), RIGHT, TestFleet.key(TestFleet.device(4)))
                .bytes();
        assertThat(reason(TASK, stolen)).isEqualTo(Reason.MAC);
    }

    @Test
    void theCodeIsAskedForBeforeAnythingElse() {
        Update wrong = new Update(Octets.sha256(), TASK.part(), 0, 0, 99, RIGHT.content());
        byte[] bytes = TestFleet.record(3, wrong).bytes();
        assertThat(reason(TASK, bytes)).isEqualTo(Reason.MODEL);
        assertThat(reason(TASK, TestFleet.flipped(bytes, Byte.SIZE * bytes.length - 1)))
                .isEqualTo(Reason.MAC);
    }

    @Test
    void modelPartAndRoundAreTheTasks() {
        Octets other = Octets.sha256((byte) 9);
        assertThat(reason(TASK, new Update(other, other.first(16), 8, 10, 4, RIGHT.content())))
                .isEqualTo(Reason.MODEL);
        assertThat(reason(TASK, new Update(TASK.base(), other.first(16), 8, 10, 4, RIGHT.content())))
                .isEqualTo(Reason.PART);
        for (long round : new long[] {0, 6, 8, Long.MAX_VALUE}) {
            assertThat(reason(TASK, new Update(TASK.base(), TASK.part(), round, 10, 4, RIGHT.content())))
                    .isEqualTo(Reason.ROUND);
        }
    }

    @Test
    void examplesAreCounted() {
        for (long examples : new long[] {0, 4097, 1L << 32, (1L << 32) + 1, Long.MAX_VALUE}) {
            assertThat(reason(TASK, TestFleet.update(TASK, examples, RIGHT.content())))
                    .isEqualTo(Reason.EXAMPLES);
        }
        Task few = Task.of(TASK.base(), TASK.part(), SIZE, 7, 4, Task.MOST_CLIP, TASK.form(), 9);
        assertThat(reason(few, RIGHT)).isEqualTo(Reason.EXAMPLES);
    }

    @Test
    void valuesAndLengthsAreTheTasks() {
        byte[] lowest = new byte[SIZE];
        lowest[SIZE - 1] = Byte.MIN_VALUE;
        assertThat(reason(TASK, with(new Content.Dense(Delta.of(lowest))))).isEqualTo(Reason.RANGE);
        assertThat(reason(TASK, with(new Content.Dense(TestFleet.first(SIZE - 1, 1)))))
                .isEqualTo(Reason.RANGE);
        assertThat(reason(TASK, with(new Content.Dense(TestFleet.first(SIZE + 1, 1)))))
                .isEqualTo(Reason.RANGE);
        assertThat(reason(TASK, with(Content.Sparse.of(TestFleet.first(SIZE, 1)))))
                .isEqualTo(Reason.RANGE);
        assertThat(reason(TASK, new Update(TASK.base(), TASK.part(), 7, 10, 5, RIGHT.content())))
                .isEqualTo(Reason.RANGE);
    }

    @Test
    void maskedRecordsHideHowManyExamplesThereWere() throws Refused {
        Task masked = TestFleet.task(SIZE, 4, new Form.Masked());
        Content words = TestFleet.content(masked, new Random(2));
        assertThat(new Gate(masked, TestFleet.KEYS)
                        .admit(TestFleet.record(3, TestFleet.update(masked, 1, words))
                                .bytes())
                        .content())
                .isEqualTo(words);
        assertThat(reason(masked, TestFleet.update(masked, 2, words))).isEqualTo(Reason.EXAMPLES);
        assertThat(reason(masked, TestFleet.update(masked, 1, Content.Masked.of(1, 2))))
                .isEqualTo(Reason.RANGE);
    }

    /** A clip of 1,000 units is 62.5 steps of 16. */
    @Test
    void theNormIsBounded() throws Refused {
        Task clipped = Task.of(TASK.base(), TASK.part(), SIZE, 7, 4, 1000, TASK.form(), 10);
        byte[] inside = TestFleet.record(3, with(new Content.Dense(TestFleet.first(SIZE, -62))))
                .bytes();
        assertThat(new Gate(clipped, TestFleet.KEYS).admit(inside).examples()).isEqualTo(10);
        assertThat(reason(clipped, with(new Content.Dense(TestFleet.first(SIZE, 63)))))
                .isEqualTo(Reason.NORM);
    }

    /** 63 steps of clip, and sigma (sqrt(50) + 6) of noise, both rounded up: 63 + 3 * (8 + 6). */
    @Test
    void noiseIsGivenRoom() throws Refused {
        Task noisy = new Task(
                TASK.base(),
                TASK.part(),
                SIZE,
                7,
                4,
                1000,
                TASK.form(),
                10,
                Optional.of(new Noise(3, 1)),
                Task.Training.ONE_EPOCH);
        byte[] inside = TestFleet.record(3, with(new Content.Dense(TestFleet.first(SIZE, 105))))
                .bytes();
        assertThat(new Gate(noisy, TestFleet.KEYS).admit(inside).examples()).isEqualTo(10);
        assertThat(reason(noisy, with(new Content.Dense(TestFleet.first(SIZE, 106)))))
                .isEqualTo(Reason.NORM);
    }
}
