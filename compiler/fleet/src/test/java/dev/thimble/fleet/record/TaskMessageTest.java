package dev.thimble.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORObject;
import dev.thimble.fleet.TestFleet;
import dev.thimble.update.wire.Octets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server tells a device is believed when it is just as it was written, and for that device. */
class TaskMessageTest {
    private static final CBOREncodeOptions CANONICAL = new CBOREncodeOptions("ctap2canonical=true");
    private static final Octets DEVICE = TestFleet.device(3);
    private static final DeviceKey KEY = TestFleet.key(DEVICE);

    /** The longest one, and the others. */
    static Stream<Task> tasks() {
        Task.Training most = new Task.Training(1 << 24, (1 << 24) - 1, 1 << 24, 255, 4096);
        Task longest = new Task(
                TestFleet.BASE,
                TestFleet.PART,
                Task.MOST_PARAMETERS,
                0xFFFFFFFFL,
                Task.MOST_SHIFT,
                Task.MOST_CLIP,
                new Form.Sparse(Task.MOST_PARAMETERS),
                Task.MOST_EXAMPLES,
                Optional.of(new Noise(Noise.MOST, Noise.MOST)),
                most);
        Task noisy = new Task(
                TestFleet.BASE,
                TestFleet.PART,
                903,
                1,
                12,
                1,
                new Form.Dense(),
                1,
                Optional.of(new Noise(1, 2)),
                Task.Training.ONE_EPOCH);
        return Stream.of(
                longest, noisy, TestFleet.task(1, 0, new Form.Masked()), TestFleet.task(903, 12, new Form.Sparse(90)));
    }

    private static Optional<Reason> refusal(byte... bytes) {
        try {
            TaskMessage.open(DEVICE, KEY, bytes);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.reason());
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskIsReadAsItWasWritten(Task task) throws Refused {
        byte[] bytes = TaskMessage.seal(task, DEVICE, KEY);
        assertThat(bytes).hasSizeLessThanOrEqualTo(TaskMessage.MOST_BYTES);
        assertThat(TaskMessage.open(DEVICE, KEY, bytes)).isEqualTo(task);
        byte[] payload = CBORObject.DecodeFromBytes(bytes).get(2).GetByteString();
        assertThat(CBORObject.DecodeFromBytes(payload).EncodeToBytes(CANONICAL)).isEqualTo(payload);
    }

    @Test
    void theLongestTaskHasTheMostBytes() {
        Task longest = tasks().findFirst().orElseThrow();
        assertThat(TaskMessage.seal(longest, DEVICE, KEY)).hasSize(TaskMessage.MOST_BYTES);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void whateverIsFlippedCutOffOrAddedIsRefused(Task task) {
        byte[] bytes = TaskMessage.seal(task, DEVICE, KEY);
        for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
            assertThat(refusal(TestFleet.flipped(bytes, bit))).as("bit %d", bit).isPresent();
        }
        for (int length = 0; length < bytes.length; length++) {
            assertThat(refusal(Arrays.copyOf(bytes, length))).contains(Reason.FORMAT);
        }
        assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 1))).contains(Reason.FORMAT);
    }

    @Test
    void aDeviceBelievesItsOwnKeyOnly() {
        Task task = TestFleet.task(5, 0, new Form.Dense());
        Octets other = TestFleet.device(4);
        assertThat(refusal(TaskMessage.seal(task, other, TestFleet.key(other)))).contains(Reason.DEVICE);
        assertThat(refusal(TaskMessage.seal(task, DEVICE, TestFleet.key(other))))
                .contains(Reason.MAC);
    }

    /** The same key makes the codes of all: what was sent as the one is never taken for another. */
    @ParameterizedTest
    @EnumSource(names = "TASK", mode = EnumSource.Mode.EXCLUDE)
    void codesForAnotherPurposeAreRefused(Purpose purpose) throws Refused {
        byte[] task = TaskMessage.seal(TestFleet.task(5, 0, new Form.Dense()), DEVICE, KEY);
        byte[] payload = Mac0.parse(task).payload();
        assertThat(refusal(Mac0.by(KEY, DEVICE, purpose, payload).bytes())).contains(Reason.MAC);
        assertThat(refusal(Mac0.by(KEY, DEVICE, Purpose.TASK, payload).bytes())).isEmpty();
    }

    /** A server of another kind, or one that was taken over: the code is right, and the numbers are anything. */
    @Test
    void numbersThatNoTaskHasAreRefused() throws Refused {
        byte[] task = TaskMessage.seal(tasks().findFirst().orElseThrow(), DEVICE, KEY);
        byte[] payload = Mac0.parse(task).payload();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] other = payload.clone();
            int bytes = 1 + random.nextInt(9);
            for (int at = random.nextInt(other.length - 9); bytes > 0; bytes--) {
                other[at + bytes] = (byte) random.nextInt();
            }
            byte[] sealed = Mac0.by(KEY, DEVICE, Purpose.TASK, other).bytes();
            assertThat(refusal(sealed).map(Reason.FORMAT::equals).orElse(true)).isTrue();
        }
    }

    @Test
    void aReceiptIsReadAsItWasWritten() throws Refused {
        byte[] record = {1, 2, 3};
        for (Optional<Reason> refused : Stream.concat(
                        Stream.of(Optional.<Reason>empty()),
                        Stream.of(Reason.values()).map(Optional::of))
                .toList()) {
            Receipt receipt = Receipt.of(refused, record);
            byte[] bytes = receipt.seal(DEVICE, KEY);
            assertThat(Receipt.open(DEVICE, KEY, bytes)).isEqualTo(receipt);
            for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
                byte[] other = TestFleet.flipped(bytes, bit);
                assertThat(catchRefused(other)).as("bit %d", bit).isPresent();
            }
        }
    }

    private static Optional<Reason> catchRefused(byte... receipt) {
        try {
            Receipt.open(DEVICE, KEY, receipt);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.reason());
        }
    }
}
