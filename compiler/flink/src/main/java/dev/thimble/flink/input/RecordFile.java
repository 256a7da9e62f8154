package dev.thimble.flink.input;

import dev.thimble.fleet.round.Journal;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A file that is being read: the journal of a round, where its name ends in {@value #JOURNAL}, and else one record. Of a record
 * that is too long there is one byte more than any may have, for which it is refused.
 */
final class RecordFile implements Closeable {
    private static final String JOURNAL = ".journal";
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final int mostBytes;
    private final InputStream stream;
    private Optional<byte[]> next = Optional.empty();
    private boolean ended;
    private long offset;

    private RecordFile(String name, int mostBytes, InputStream stream, long offset) {
        this.name = name;
        this.mostBytes = mostBytes;
        this.stream = stream;
        this.offset = offset;
    }

    /** Opens a file at an offset that {@link #position} gave. */
    static RecordFile open(Path file, int mostBytes, long offset) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            InputStream stream = Channels.newInputStream(channel.position(offset));
            String name = file.getFileName().toString();
            return new RecordFile(name, mostBytes, new BufferedInputStream(stream, BUFFER_BYTES), offset);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private boolean isJournal() {
        return name.endsWith(JOURNAL);
    }

    /** Whether there is another record. */
    boolean hasNext() throws IOException {
        if (next.isEmpty() && !ended) {
            next = isJournal() ? Journal.entry(stream, mostBytes) : only();
            ended = next.isEmpty();
        }
        return next.isPresent();
    }

    private Optional<byte[]> only() throws IOException {
        return offset == 0 ? Optional.of(stream.readNBytes(mostBytes + 1)) : Optional.empty();
    }

    /** The next record. */
    byte[] next() throws IOException {
        if (!hasNext()) {
            throw new NoSuchElementException(name);
        }
        byte[] bytes = next.orElseThrow();
        next = Optional.empty();
        offset += Journal.HEAD_BYTES + bytes.length;
        return bytes;
    }

    /** Where what comes next lies; behind a file of one record, at any offset but 0. */
    Position position() {
        return new Position(name, offset);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
