package dev.thimble.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Writes archives as PyTorch does: stored, data at multiples of 64, sizes and checksums in the directory only, and two ends
 * of it, of which the first has numbers of 64 bits.
 */
public final class ZipWriter {
    private static final int ALIGNMENT = 64;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int count;

    /** Adds a file. */
    public void add(String name, byte[] data) {
        add(name, data, header -> {}, header -> {});
    }

    /**
     * Adds a file and bends what is said of it.
     *
     * @param inFront edits the header before the file, from its signature on
     * @param atEnd edits the entry of the directory
     */
    public void add(String name, byte[] data, Consumer<ByteBuffer> inFront, Consumer<ByteBuffer> atEnd) {
        byte[] raw = name.getBytes(StandardCharsets.UTF_8);
        int start = out.size();
        int padding = Math.floorMod(-(start + 34 + raw.length), ALIGNMENT);
        ByteBuffer local = little(34 + raw.length + padding);
        local.putInt(0x04034B50).putShort((short) 0).putShort((short) 0x0808).position(26);
        local.putShort((short) raw.length).putShort((short) (4 + padding)).put(raw);
        local.putShort((short) 0x4246).putShort((short) padding);
        inFront.accept(local);
        out.writeBytes(bytes(local));
        out.writeBytes(data);
        ByteBuffer behind = little(16).putInt(0x08074B50).putInt(checksum(data));
        out.writeBytes(bytes(behind.putInt(data.length).putInt(data.length)));
        central(raw, data, start, atEnd);
        count++;
    }

    /** Adds a file whose sizes, as it is and as it is stored, and whose place stand in 64 bits. */
    public void addLong(String name, byte[] data, long... numbers) {
        ByteBuffer extra = little(4 + 8 * numbers.length).putShort((short) 1).putShort((short) (8 * numbers.length));
        for (long number : numbers) {
            extra.putLong(number);
        }
        add(
                name,
                data,
                header -> {},
                entry -> entry.putInt(20, -1)
                        .putInt(24, -1)
                        .putShort(30, (short) extra.capacity())
                        .putInt(42, -1));
        directory.writeBytes(bytes(extra));
    }

    /** Where the next file begins. */
    public int position() {
        return out.size();
    }

    private void central(byte[] name, byte[] data, int start, Consumer<ByteBuffer> edit) {
        ByteBuffer entry = little(46 + name.length);
        entry.putInt(0x02014B50).putShort(8, (short) 0x0808);
        entry.putInt(16, checksum(data)).putInt(20, data.length).putInt(24, data.length);
        entry.putShort(28, (short) name.length).putInt(42, start).position(46);
        entry.put(name);
        edit.accept(entry);
        directory.writeBytes(bytes(entry));
    }

    private static int checksum(byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(data);
        return (int) sum.getValue();
    }

    /** The whole archive. */
    public byte[] end() {
        int from = out.size();
        int size = directory.size();
        out.writeBytes(directory.toByteArray());
        ByteBuffer end = little(98);
        end.putInt(0x06064B50)
                .putLong(44)
                .putShort((short) 0x31E)
                .putShort((short) 45)
                .position(24);
        end.putLong(count).putLong(count).putLong(size).putLong(from);
        end.putInt(0x07064B50).putInt(0).putLong(from + (long) size).putInt(1);
        end.putInt(0x06054B50).putInt(0).putShort((short) count).putShort((short) count);
        out.writeBytes(bytes(end.putInt(size).putInt(from)));
        return out.toByteArray();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
