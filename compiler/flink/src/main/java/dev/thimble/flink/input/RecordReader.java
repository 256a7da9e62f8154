package dev.thimble.flink.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** The records of an input, the files of a folder in the order of their names. One file is open at a time. */
public final class RecordReader implements Iterator<byte[]>, Closeable {
    private final Input input;
    private final Deque<Path> waiting;
    private Optional<RecordFile> current = Optional.empty();

    /** Takes an input up where it was left. */
    RecordReader(Input input) {
        this.input = input;
        try {
            waiting = new ArrayDeque<>(files(Path.of(input.path())));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What is not there will not come either: the job need not be begun again. */
    private static RuntimeException failure(IOException e) {
        return e instanceof NoSuchFileException ? new SuppressRestartsException(e) : new UncheckedIOException(e);
    }

    /** The files that are not behind, in order. */
    private List<Path> files(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of(root);
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> name(file).compareTo(input.position().file()) >= 0)
                    .sorted(Comparator.comparing(RecordReader::name))
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    @Override
    public boolean hasNext() {
        try {
            return isAtRecord();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Goes on to the next file, as long as there is no record. */
    private boolean isAtRecord() throws IOException {
        while (current.isEmpty() || !current.get().hasNext()) {
            close();
            if (waiting.isEmpty()) {
                return false;
            }
            current = Optional.of(open(waiting.remove()));
        }
        return true;
    }

    private RecordFile open(Path file) throws IOException {
        boolean begun = name(file).equals(input.position().file());
        return RecordFile.open(file, input.mostBytes(), begun ? input.position().offset() : 0);
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException(input.path());
        }
        try {
            return current.orElseThrow().next();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** How far the input was read. */
    Position position() {
        return current.map(RecordFile::position).orElse(input.position());
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().close();
        }
    }
}
