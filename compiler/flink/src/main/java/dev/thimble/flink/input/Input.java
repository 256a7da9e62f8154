package dev.thimble.flink.input;

import java.io.Serializable;
import java.nio.file.Path;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;

/**
 * A folder or a file of records, and how far it was read.
 *
 * @param number its place among the inputs of a round
 * @param path of the folder or file, the same on every machine that the job runs on
 * @param mostBytes of a record; what is longer is none
 * @param position how far it was read
 */
public record Input(int number, String path, int mostBytes, Position position)
        implements IteratorSourceSplit<byte[], RecordReader>, Serializable {
    /** An input that nobody read yet. */
    public static Input of(int number, Path path, int mostBytes) {
        return new Input(number, path.toAbsolutePath().toString(), mostBytes, Position.START);
    }

    @Override
    public String splitId() {
        return Integer.toString(number);
    }

    @Override
    public RecordReader getIterator() {
        return new RecordReader(this);
    }

    @Override
    public Input getUpdatedSplitForIterator(RecordReader reader) {
        return new Input(number, path, mostBytes, reader.position());
    }
}
