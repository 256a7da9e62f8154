package dev.thimble.frontend.checkpoint;

import static dev.thimble.frontend.checkpoint.OneTensor.ELEMENTS;
import static dev.thimble.frontend.checkpoint.OneTensor.PICKLE;
import static dev.thimble.frontend.checkpoint.OneTensor.STORAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.testing.ZipWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that two readers would take for two things, or that lead out of themselves, are refused. */
class HostileArchiveTest {
    private static void asItIs(ByteBuffer header) {}

    private static void check(ZipWriter zip, String... words) {
        Refusals.check(zip.end(), "THM-0151", words);
    }

    /** The storage with another header in front, or another entry in the directory. */
    private static ZipWriter bent(Consumer<ByteBuffer> inFront, Consumer<ByteBuffer> atEnd) {
        ZipWriter zip = OneTensor.archive();
        zip.add(STORAGE, ELEMENTS, inFront, atEnd);
        return zip;
    }

    private static void checkTaken(byte[] file) {
        assertThat(CheckpointFile.of("weights.bin", file).tensors()).containsOnlyKeys("x");
    }

    @Test
    void theWholeArchiveIsTaken() {
        checkTaken(OneTensor.whole().end());
        checkTaken(bent(
                        header -> header.putShort(6, (short) 0).putInt(18, 16).putInt(22, 16),
                        HostileArchiveTest::asItIs)
                .end());
    }

    @Test
    void numbersOf64BitsAreTaken() {
        ZipWriter zip = OneTensor.archive();
        zip.addLong(STORAGE, ELEMENTS, 16, 16, zip.position());
        checkTaken(zip.end());
    }

    @ParameterizedTest
    @CsvSource({
        "17, 17, 0, checksum",
        "15, 15, 0, checksum",
        "16, 17, 0, two sizes",
        "-1, -1, 0, goes beyond its archive",
        "4611686018427387904, 4611686018427387904, 0, goes beyond its archive",
        "9223372036854775807, 9223372036854775807, 0, goes beyond its archive",
        "16, 16, 1, is not where its directory says",
        "16, 16, -1000, is not where its directory says",
        "16, 16, 4294967296, is not where its directory says",
        "16, 16, 9223372036854775000, is not where its directory says"
    })
    void numbersOf64BitsThatAreWrongAreRefused(long length, long stored, long off, String why) {
        ZipWriter zip = OneTensor.archive();
        zip.addLong(STORAGE, ELEMENTS, length, stored, zip.position() + off);
        check(zip, STORAGE, why);
    }

    @Test
    void numbersOf64BitsThatAreNotThereAreRefused() {
        ZipWriter zip = OneTensor.archive();
        zip.addLong(STORAGE, ELEMENTS, 16, 16);
        check(zip, "has no size");
        check(bent(HostileArchiveTest::asItIs, entry -> entry.putInt(24, -1)), "has no size");
    }

    @Test
    void whatIsCompressedOrEncryptedIsRefused() {
        String why = "is compressed or encrypted";
        check(bent(header -> header.putShort(8, (short) 8), entry -> entry.putShort(10, (short) 8)), STORAGE, why);
        check(bent(HostileArchiveTest::asItIs, entry -> entry.putShort(10, (short) 93)), why);
        check(
                bent(
                        HostileArchiveTest::asItIs,
                        entry -> entry.putShort(10, (short) 8).putInt(24, 1 << 30)),
                why);
        check(bent(HostileArchiveTest::asItIs, entry -> entry.putShort(8, (short) 0x0809)), why);
        check(bent(HostileArchiveTest::asItIs, entry -> entry.putShort(8, (short) 0x0840)), why);
    }

    @Test
    void whatIsDescribedInTwoWaysIsRefused() {
        String why = "is described otherwise where it lies";
        check(bent(header -> header.put(30, (byte) 'b'), HostileArchiveTest::asItIs), STORAGE, why);
        check(bent(header -> header.putShort(8, (short) 8), HostileArchiveTest::asItIs), why);
        check(bent(header -> header.putShort(6, (short) 0).putInt(18, 15), HostileArchiveTest::asItIs), why);
        check(bent(HostileArchiveTest::asItIs, entry -> entry.put(46, (byte) 'b')), why);
    }

    @Test
    void aWrongChecksumIsRefused() {
        check(bent(HostileArchiveTest::asItIs, entry -> entry.putInt(16, entry.getInt(16) ^ 1)), STORAGE, "checksum");
    }

    @Test
    void whatIsThereTwiceIsRefused() {
        ZipWriter zip = OneTensor.whole();
        zip.add(STORAGE, ELEMENTS);
        check(zip, STORAGE, "twice");
        ZipWriter pickles = OneTensor.whole();
        pickles.add("other/data.pkl", OneTensor.pickle());
        check(pickles, "2 files data.pkl");
    }

    /** A file in the bytes of another one, found to be right by its own: what bombs of archives are made of. */
    @Test
    void aFileInsideOfAnotherIsRefused() {
        ZipWriter inner = new ZipWriter();
        inner.add(STORAGE, ELEMENTS);
        ZipWriter zip = OneTensor.archive();
        int from = (zip.position() / 64 + 1) * 64;
        zip.add("archive/data/1", Arrays.copyOf(inner.end(), 80));
        zip.add(STORAGE, ELEMENTS, HostileArchiveTest::asItIs, entry -> entry.putInt(42, from));
        check(zip, STORAGE, "archive/data/1", "lie in the same bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../archive/data/1",
                "archive/../../data/1",
                "archive/..",
                "./archive/data/1",
                "/archive/data/1",
                "archive\\data\\1",
                "archive/\u001b[31m",
                "archive/a\u0000b"
            })
    void aNameThatLeadsElsewhereIsRefused(String name) {
        ZipWriter zip = OneTensor.whole();
        zip.add(name, ELEMENTS);
        check(zip, "leads out of it");
    }

    @Test
    void aFileOutsideOfTheFolderIsRefused() {
        ZipWriter zip = OneTensor.whole();
        zip.add("data/1", ELEMENTS);
        check(zip, "data/1", "lies outside of its folder");
    }

    @Test
    void anArchiveWithoutAPickleIsRefused() {
        ZipWriter zip = new ZipWriter();
        zip.add(STORAGE, ELEMENTS);
        check(zip, "0 files data.pkl");
    }

    @Test
    void bytesBehindThePickleAreRefused() {
        ZipWriter zip = new ZipWriter();
        zip.add(PICKLE, Arrays.copyOf(OneTensor.pickle(), 2000));
        zip.add(STORAGE, ELEMENTS);
        check(zip, "goes on behind its pickle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive/code/__torch__/model.py", "archive/constants.pkl"})
    void aScriptIsRefusedByItsName(String name) {
        ZipWriter zip = OneTensor.whole();
        zip.add(name, ELEMENTS, header -> header.putShort(8, (short) 8), entry -> entry.putShort(10, (short) 8));
        Refusals.check(zip.end(), "THM-0155", "torch.jit.ScriptModule");
    }

    @ParameterizedTest
    @CsvSource({"big, THM-0161, big-endian", "middle, THM-0151, middle", "'', THM-0151, order of bytes"})
    void anotherOrderOfBytesIsRefused(String order, String problem, String why) {
        ZipWriter zip = OneTensor.whole();
        zip.add("archive/byteorder", order.getBytes(StandardCharsets.US_ASCII));
        Refusals.check(zip.end(), problem, why);
    }

    @Test
    void aStorageThatIsNotWhatThePickleSaysIsRefused() {
        Refusals.check(OneTensor.archive().end(), "THM-0160", "has no file of it");
        for (int bytes : new int[] {0, 4, 15, 17, 20}) {
            ZipWriter zip = OneTensor.archive();
            zip.add(STORAGE, Arrays.copyOf(ELEMENTS, bytes));
            Refusals.check(zip.end(), "THM-0160", bytes + " bytes, not 4 elements of 4");
        }
    }

    @Test
    void anArchiveThatIsCutIsRefused() {
        byte[] whole = OneTensor.whole().end();
        for (int length = 4; length < whole.length; length++) {
            Refusals.check(Arrays.copyOf(whole, length), "THM-0151");
        }
        Refusals.check(Arrays.copyOf(whole, whole.length + 1), "THM-0151", "end of its directory");
        byte[] later = new byte[whole.length + 64];
        System.arraycopy(whole, 0, later, 64, whole.length);
        Refusals.check(later, "THM-0150");
        System.arraycopy(whole, 0, later, 0, 64);
        Refusals.check(later, "THM-0151");
    }

    /** The two ends of the directory: 56, 20 and 22 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {98, 58, 50, 42, 34, 22, 10, 6, 2})
    void anEndThatTellsSomethingElseIsRefused(int beforeTheEnd) {
        byte[] whole = OneTensor.whole().end();
        ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(whole.length - beforeTheEnd, (byte) (whole[whole.length - beforeTheEnd] + 1));
        Refusals.check(whole, "THM-0151");
    }

    @Test
    void aCommentIsRefused() {
        byte[] whole = OneTensor.whole().end();
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        longer[whole.length - 2] = 1;
        Refusals.check(longer, "THM-0151");
    }
}
