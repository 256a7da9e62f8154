package dev.thimble.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A state dict in the two forms of {@code torch.save}. What it says of each tensor may be bent. */
public final class TorchFile {
    private static final Map<String, String> STORAGES = Map.ofEntries(
            Map.entry("F64", "DoubleStorage"),
            Map.entry("F32", "FloatStorage"),
            Map.entry("F16", "HalfStorage"),
            Map.entry("BF16", "BFloat16Storage"),
            Map.entry("I64", "LongStorage"),
            Map.entry("I32", "IntStorage"),
            Map.entry("I16", "ShortStorage"),
            Map.entry("I8", "CharStorage"),
            Map.entry("U8", "ByteStorage"),
            Map.entry("BOOL", "BoolStorage"));

    /** Elements that tensors are views of. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Stored(String dtype, byte[] bytes) {
        long elements() {
            return bytes.length / width(dtype);
        }
    }

    /** A tensor as the pickle describes it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Seen(String key, long offset, long[] shape, long[] strides) {}

    private final Map<String, Stored> storages = new LinkedHashMap<>();
    private final Map<String, Seen> tensors = new LinkedHashMap<>();

    /** The tensors of a folder, each in a storage of its own. */
    public static TorchFile of(Map<String, TinyFolder.Raw> tensors) {
        TorchFile file = new TorchFile();
        tensors.forEach((name, raw) -> {
            String key = Integer.toString(file.storages.size());
            long[] shape = raw.shape().stream().mapToLong(Integer::longValue).toArray();
            file.storages.put(key, new Stored(raw.dtype(), raw.bytes()));
            file.tensors.put(name, new Seen(key, 0, shape, contiguous(shape)));
        });
        return file;
    }

    /** The strides of rows side by side. */
    public static long[] contiguous(long... shape) {
        long[] strides = new long[shape.length];
        long run = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = run;
            run *= shape[d];
        }
        return strides;
    }

    /** Bytes of an element. */
    public static int width(String dtype) {
        return dtype.equals("BOOL") ? 1 : Integer.parseInt(dtype.replaceAll("[A-Z]", "")) / 8;
    }

    /** The storages by key, to be changed. */
    public Map<String, Stored> storages() {
        return storages;
    }

    /** The tensors by name, to be changed. */
    public Map<String, Seen> tensors() {
        return tensors;
    }

    /** The pickle of the dict. */
    public byte[] pickle(int protocol, boolean isOlder) {
        PickleWriter out = new PickleWriter(protocol);
        out.ordered().ops("q\0(");
        tensors.forEach((name, seen) -> tensor(out.text(name), seen, isOlder));
        out.ops("u}").text("_metadata").ordered().ops("(").text("").ops("}").text("version");
        return out.ops("K\1susb").end();
    }

    private void tensor(PickleWriter out, Seen seen, boolean isOlder) {
        Stored stored = storages.get(seen.key());
        out.global("torch._utils", "_rebuild_tensor_v2").ops("((").text("storage");
        out.global("torch", STORAGES.get(stored.dtype())).text(seen.key()).text("cpu");
        out.whole(stored.elements()).ops(isOlder ? "NtQ" : "tQ").whole(seen.offset());
        out.wholes(seen.shape()).wholes(seen.strides()).op(0x89).ordered().ops("tR");
    }

    /** The form of an archive. */
    public byte[] archive(int protocol) {
        return archive(pickle(protocol, false));
    }

    /** The form of an archive around another pickle. */
    public byte[] archive(byte[] pickle) {
        ZipWriter zip = new ZipWriter();
        zip.add("archive/data.pkl", pickle);
        zip.add("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        storages.forEach((key, stored) -> zip.add("archive/data/" + key, stored.bytes()));
        zip.add("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip.end();
    }

    /** The older form. */
    public byte[] older(int protocol) {
        return older(protocol, pickle(protocol, true), true);
    }

    /** The older form around another pickle, of a machine of either kind. */
    public byte[] older(int protocol, byte[] pickle, boolean isLittle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] magic = {0x6C, (byte) 0xFC, (byte) 0x9C, 0x46, (byte) 0xF9, 0x20, 0x6A, (byte) 0xA8, 0x50, 0x19};
        out.writeBytes(new PickleWriter(protocol).op(0x8A).op(10).raw(magic).end());
        out.writeBytes(new PickleWriter(protocol).whole(1001).end());
        PickleWriter machine = new PickleWriter(protocol).ops("}(").text("protocol_version");
        machine.whole(1001).text("little_endian").op(isLittle ? 0x88 : 0x89);
        out.writeBytes(machine.ops("u").end());
        out.writeBytes(pickle);
        PickleWriter keys = new PickleWriter(protocol).ops("](");
        storages.keySet().forEach(keys::text);
        out.writeBytes(keys.ops("e").end());
        storages.values().forEach(stored -> out.writeBytes(counted(stored)));
        return out.toByteArray();
    }

    private static byte[] counted(Stored stored) {
        ByteBuffer all = ByteBuffer.allocate(8 + stored.bytes().length).order(ByteOrder.LITTLE_ENDIAN);
        return all.putLong(stored.elements()).put(stored.bytes()).array();
    }

    /** The names of all tensors. */
    public List<String> names() {
        return new ArrayList<>(tensors.keySet());
    }
}
