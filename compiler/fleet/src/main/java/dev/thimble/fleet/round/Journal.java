package dev.thimble.fleet.round;

import dev.thimble.update.key.DurableFile;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The records that a round accepted, one behind the other: the bytes of each, their CRC-32C, and themselves; lengths and
 * sums are four bytes, little-endian. What is behind the last whole entry was being written when a process or a disk ended,
 * was never told to be accepted, and is cut off.
 */
public final class Journal implements Closeable {
    /** What an entry has before its record. */
    public static final int HEAD_BYTES = 8;

    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Bytes that are collected before the disk is waited for. */
    private static final int BATCH_BYTES = 1 << 20;

    private final FileChannel file;
    private final WritableByteChannel written;
    private final ByteBuffer batch;
    private long whole;

    private Journal(FileChannel file, Disk disk, int mostBytes) throws IOException {
        this.file = file;
        this.written = disk.of(file);
        this.batch = ByteBuffer.allocate(BATCH_BYTES + HEAD_BYTES + mostBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Told of the records of a journal. */
    @FunctionalInterface
    public interface Reader {
        /** Called with the bytes of each, in their order. */
        void record(byte... bytes) throws IOException;
    }

    /**
     * Reads the whole entries of a file; how many bytes they have.
     *
     * @param mostBytes that a record may have
     */
    public static long read(Path path, int mostBytes, Reader reader) throws IOException {
        long whole = 0;
        if (Files.exists(path)) {
            try (InputStream stream = new BufferedInputStream(Files.newInputStream(path), BATCH_BYTES)) {
                Optional<byte[]> next = entry(stream, mostBytes);
                while (next.isPresent()) {
                    reader.record(next.get());
                    whole += HEAD_BYTES + next.get().length;
                    next = entry(stream, mostBytes);
                }
            }
        }
        return whole;
    }

    /**
     * Reads the record of the next entry, if it is whole.
     *
     * @param mostBytes that a record may have
     */
    public static Optional<byte[]> entry(InputStream stream, int mostBytes) throws IOException {
        byte[] head = stream.readNBytes(HEAD_BYTES);
        if (head.length < HEAD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int length = numbers.getInt();
        int sum = numbers.getInt();
        if (length < 1 || length > mostBytes) {
            return Optional.empty();
        }
        byte[] bytes = stream.readNBytes(length);
        return bytes.length == length && sum == sum(bytes) ? Optional.of(bytes) : Optional.empty();
    }

    private static int sum(byte... bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /**
     * Goes on behind the whole entries of a file.
     *
     * @param whole bytes that {@link #read} found
     */
    static Journal append(Path path, long whole, int mostBytes, Disk disk) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel file = FileChannel.open(path, options, OWNERS_ONLY);
        DurableFile.syncFolder(path.getParent());
        file.truncate(whole).position(whole);
        Journal journal = new Journal(file, disk, mostBytes);
        journal.whole = whole;
        return journal;
    }

    /** Adds a record, which is accepted at the latest when the journal is {@linkplain #sync synced}. */
    void add(byte... bytes) throws IOException {
        batch.putInt(bytes.length).putInt(sum(bytes)).put(bytes);
        if (batch.position() >= BATCH_BYTES) {
            sync();
        }
    }

    /** Waits until all that was added is on the disk. Where that fails, all that was synced before is there as it was. */
    void sync() throws IOException {
        batch.flip();
        try {
            while (batch.hasRemaining()) {
                written.write(batch);
            }
            file.force(true);
            whole = file.position();
        } catch (IOException e) {
            cutOff();
            throw e;
        } finally {
            batch.clear();
        }
    }

    /** What stays where even that fails, is cut off when the journal is read. */
    private void cutOff() {
        try {
            file.truncate(whole);
        } catch (IOException e) {
            // the failure before it is what is told
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
