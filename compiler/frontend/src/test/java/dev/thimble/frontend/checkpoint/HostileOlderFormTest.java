package dev.thimble.frontend.checkpoint;

import dev.thimble.testing.PickleWriter;
import dev.thimble.testing.TinyFolder.Raw;
import dev.thimble.testing.TorchFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The older form has no directory: its storages must be exactly those that its pickle refers to. */
class HostileOlderFormTest {
    private static final Raw RAW = new Raw("F32", List.of(4), OneTensor.ELEMENTS);

    @Test
    void aFileThatIsCutIsRefused() {
        byte[] whole = OneTensor.file().older(2);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Refusals.check(cut, length < whole.length - 24 ? "THM-0152" : "THM-0160");
        }
        Refusals.check(Arrays.copyOf(whole, whole.length + 1), "THM-0150", "behind its last storage");
        Refusals.check(new byte[0], "THM-0150");
    }

    @Test
    void anotherBeginningIsRefused() {
        byte[] magic = OneTensor.file().older(2);
        magic[5]++;
        Refusals.check(magic, "THM-0150", "the magic number is another");
        byte[] number = new PickleWriter(2).ops("}").end();
        Refusals.check(number, "THM-0150", "the magic number is another");
        byte[] big = OneTensor.file().older(2, OneTensor.file().pickle(2, true), false);
        Refusals.check(big, "THM-0161", "big-endian");
    }

    @Test
    void storagesThatThePickleDoesNotDescribeAreRefused() {
        byte[] pickle = OneTensor.file().pickle(2, true);
        byte[] more = TorchFile.of(Map.of("0", RAW, "1", RAW)).older(2, pickle, true);
        Refusals.check(more, "THM-0160", "no tensor refers to it");
        byte[] none = TorchFile.of(Map.of()).older(2, pickle, true);
        Refusals.check(none, "THM-0160", "the file does not have it");
        TorchFile longer = OneTensor.file();
        longer.storages().put("0", new TorchFile.Stored("F32", new byte[20]));
        Refusals.check(longer.older(2, pickle, true), "THM-0160", "it has 5 elements, not 4");
        TorchFile wider = OneTensor.file();
        wider.storages().put("0", new TorchFile.Stored("F64", new byte[32]));
        Refusals.check(wider.older(2, pickle, true), "THM-0150", "behind its last storage");
    }

    @Test
    void aStorageBeyondTheEndIsRefusedBeforeItIsTaken() {
        for (long elements : new long[] {5, 1L << 31, 1L << 61, (1L << 62) - 1}) {
            byte[] file = OneTensor.file().older(2, counting(elements), true);
            Refusals.check(count(file, elements), "THM-0160", "goes beyond the end");
        }
    }

    private static byte[] counting(long elements) {
        PickleWriter out = new PickleWriter(2).ops("}").text("x");
        out.global("torch._utils", "_rebuild_tensor_v2").ops("((").text("storage");
        out.global("torch", "FloatStorage").text("0").text("cpu").whole(elements);
        return out.ops("NtQK\0K\1")
                .op(0x85)
                .ops("K\1")
                .op(0x85)
                .op(0x89)
                .ops("}tRs")
                .end();
    }

    /** The number of elements in front of the storage. */
    private static byte[] count(byte[] file, long elements) {
        for (int i = 0; i < 8; i++) {
            file[file.length - 24 + i] = (byte) (elements >>> (8 * i));
        }
        return file;
    }
}
