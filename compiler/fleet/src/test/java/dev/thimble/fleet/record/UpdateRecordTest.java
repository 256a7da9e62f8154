package dev.thimble.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORObject;
import dev.thimble.fleet.TestFleet;
import dev.thimble.update.wire.Octets;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records as bytes: they have one form, and whatever is not of it is refused. */
class UpdateRecordTest {
    private static final CBOREncodeOptions CANONICAL = new CBOREncodeOptions("ctap2canonical=true");

    static Stream<Form> forms() {
        return Stream.of(new Form.Dense(), new Form.Sparse(20), new Form.Masked());
    }

    private static UpdateRecord sample(Form form, int parameters, Random random) {
        Task task = TestFleet.task(parameters, random.nextInt(24), form);
        return TestFleet.record(random.nextInt(100), TestFleet.update(task, 1, TestFleet.content(task, random)));
    }

    private static Reason refusal(byte... bytes) {
        try {
            UpdateRecord record = UpdateRecord.parse(bytes);
            return record.isBy(TestFleet.key(record.device())) ? null : Reason.MAC;
        } catch (Refused e) {
            return e.reason();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatIsWrittenIsRead(Form form) throws Refused {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            UpdateRecord record = sample(form, 20 + random.nextInt(2000), random);
            UpdateRecord read = UpdateRecord.parse(record.bytes());
            assertThat(read).isEqualTo(record);
            assertThat(read.isBy(TestFleet.key(record.device()))).isTrue();
        }
    }

    /** Another library reads the same, and writes the same bytes. */
    @ParameterizedTest
    @MethodSource("forms")
    void theBytesAreDeterministicCbor(Form form) {
        UpdateRecord record = sample(form, 903, new Random(2));
        CBORObject cbor = CBORObject.DecodeFromBytes(record.bytes());
        assertThat(cbor.HasMostOuterTag(17)).isTrue();
        assertThat(cbor.get(1).get(CBORObject.FromObject(4)).GetByteString())
                .isEqualTo(record.device().bytes());
        byte[] payload = cbor.get(2).GetByteString();
        CBORObject map = CBORObject.DecodeFromBytes(payload);
        assertThat(map.get(CBORObject.FromObject(4)).AsInt32Value()).isEqualTo(7);
        assertThat(map.get(CBORObject.FromObject(8)).GetByteString())
                .isEqualTo(record.update().content().bytes());
        assertThat(map.EncodeToBytes(CANONICAL)).isEqualTo(payload);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFlippedBitIsRefused(Form form) {
        byte[] bytes = sample(form, 60, new Random(3)).bytes();
        for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
            assertThat(refusal(TestFleet.flipped(bytes, bit))).as("bit %d", bit).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatEndsEarlyAndWhatGoesOnIsRefused(Form form) {
        byte[] bytes = sample(form, 60, new Random(4)).bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(refusal(Arrays.copyOf(bytes, length))).isEqualTo(Reason.FORMAT);
        }
        assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 1))).isEqualTo(Reason.FORMAT);
    }

    /** Each head of a byte string claims more than there is, up to 2^63: nothing is allocated for it. */
    @Test
    void sizesThatAreNotThereAreRefused() {
        byte[] bytes = sample(new Form.Dense(), 300, new Random(5)).bytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int at = 0; at < bytes.length - 9; at++) {
            byte[] huge = bytes.clone();
            huge[at] = 0x5B;
            Arrays.fill(huge, at + 1, at + 9, (byte) 0x7F);
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(refusal(huge)).isNotNull();
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        }
    }

    /** The sizes that docs/fleet.md tells, of a head of 128 features and 7 labels. */
    @ParameterizedTest
    @CsvSource({"0, 1034", "45, 290", "90, 336", "181, 427", "-1, 3746"})
    void aRecordOfAHeadHasSoManyBytes(int kept, int bytes) {
        Form form = kept == 0 ? new Form.Dense() : kept < 0 ? new Form.Masked() : new Form.Sparse(kept);
        Task task = TestFleet.task(903, 12, form);
        byte[] values = new byte[903];
        Arrays.fill(values, 0, Math.max(kept, 0), (byte) 1);
        Content content = kept > 0 ? Content.Sparse.of(Delta.of(values)) : TestFleet.content(task, new Random(1));
        long examples = kept < 0 ? 1 : 64;
        assertThat(TestFleet.record(3, TestFleet.update(task, examples, content))
                        .bytes())
                .hasSize(bytes);
        assertThat(content.fits(task)).isTrue();
    }

    @Test
    void anyBytesAreRefused() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(refusal(bytes)).isEqualTo(Reason.FORMAT);
        }
    }

    /** The same value in more bytes than it takes would be a second record of the same meaning. */
    @Test
    void longerHeadsAreRefused() {
        byte[] bytes = sample(new Form.Dense(), 5, new Random(7)).bytes();
        byte[] longer = new byte[bytes.length + 1];
        longer[0] = (byte) 0xD8;
        longer[1] = 17;
        System.arraycopy(bytes, 1, longer, 2, bytes.length - 1);
        assertThat(refusal(longer)).isEqualTo(Reason.FORMAT);
    }

    @Test
    void anotherKeyMakesAnotherCode() {
        UpdateRecord record = sample(new Form.Dense(), 5, new Random(8));
        assertThat(record.isBy(TestFleet.key(TestFleet.device(4711)))).isFalse();
    }

    @Test
    void noRecordIsLongerThanItsTaskSays() {
        forms().forEach(form -> {
            Task task = new Task(
                    TestFleet.BASE,
                    TestFleet.PART,
                    Task.MOST_PARAMETERS,
                    0xFFFFFFFFL,
                    0,
                    1,
                    form,
                    1,
                    Optional.empty(),
                    Task.Training.ONE_EPOCH);
            Content content = TestFleet.content(task, new Random(9));
            int bytes =
                    TestFleet.record(1, TestFleet.update(task, 4096, content)).bytes().length;
            assertThat(bytes).isBetween(task.mostBytes() - 40, task.mostBytes());
        });
    }

    @Test
    void aBitmapOfAnotherNumberOfBitsFitsNoTask() {
        Task task = TestFleet.task(20, 0, new Form.Sparse(3));
        Delta two = Delta.of((byte) 1, (byte) -1);
        assertThat(fits(task, two, 0x03, 0, 0)).isTrue();
        assertThat(fits(task, two, 0x07, 0, 0)).isFalse();
        assertThat(fits(task, two, 0x01, 0, 0)).isFalse();
        assertThat(fits(task, two, 0x01, 0, 0x10)).isFalse();
        assertThat(fits(task, two, 0x03, 0)).isFalse();
        assertThat(fits(task, Delta.of((byte) 1, (byte) 0), 0x03, 0, 0)).isFalse();
        assertThat(fits(task, Delta.of((byte) 1, (byte) 1, (byte) 1, (byte) 1), 0x0F, 0, 0))
                .isFalse();
    }

    private static boolean fits(Task task, Delta values, int... bitmap) {
        byte[] bytes = new byte[bitmap.length];
        for (int i = 0; i < bitmap.length; i++) {
            bytes[i] = (byte) bitmap[i];
        }
        return new Content.Sparse(values, Octets.of(bytes)).fits(task);
    }

    @Test
    void aSparseDeltaIsTheDenseOne() {
        Random random = new Random(10);
        for (int i = 0; i < 200; i++) {
            int size = 1 + random.nextInt(100);
            byte[] values = new byte[size];
            for (int j = 0; j < size; j++) {
                values[j] = (byte) (random.nextBoolean() ? 0 : random.nextInt(255) - 127);
            }
            Delta delta = Delta.of(values);
            Content sparse = Content.Sparse.of(delta);
            assertThat(sparse.delta(size)).contains(delta);
            assertThat(sparse.fits(TestFleet.task(size, 0, new Form.Sparse(size))))
                    .isTrue();
        }
    }

    @Test
    void aTaskOutOfItsRangesIsRefused() {
        assertThatThrownBy(() -> TestFleet.task(0, 0, new Form.Dense())).hasMessageContaining("THM-1003");
        assertThatThrownBy(() -> TestFleet.task(1, 24, new Form.Dense())).hasMessageContaining("shift is 24");
        assertThatThrownBy(() -> TestFleet.task(1, 0, new Form.Sparse(2))).hasMessageContaining("kept is 2");
    }
}
