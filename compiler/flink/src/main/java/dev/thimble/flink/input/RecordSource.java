package dev.thimble.flink.input;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The records of all inputs. These are read side by side; those that were not begun wait for a reader.
 *
 * @param inputs of a round
 */
public record RecordSource(List<Input> inputs) implements Source<byte[], Input, Collection<Input>> {
    /** Copies the list. */
    public RecordSource {
        inputs = List.copyOf(inputs);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<Input, Collection<Input>> createEnumerator(SplitEnumeratorContext<Input> context) {
        return new IteratorSourceEnumerator<>(context, inputs);
    }

    @Override
    public SplitEnumerator<Input, Collection<Input>> restoreEnumerator(
            SplitEnumeratorContext<Input> context, Collection<Input> waiting) {
        return new IteratorSourceEnumerator<>(context, waiting);
    }

    @Override
    public SourceReader<byte[], Input> createReader(SourceReaderContext context) {
        return new Reader(context);
    }

    @Override
    public SimpleVersionedSerializer<Input> getSplitSerializer() {
        return new InputSerializer<>();
    }

    @Override
    public SimpleVersionedSerializer<Collection<Input>> getEnumeratorCheckpointSerializer() {
        return new InputSerializer<>();
    }

    /** Passes over inputs of which nothing is left, and closes the file at which it is ended. */
    private static final class Reader extends IteratorSourceReader<byte[], RecordReader, Input> {
        Reader(SourceReaderContext context) {
            super(context);
        }

        @Override
        protected InputStatus tryMoveToNextSplit() {
            InputStatus status = super.tryMoveToNextSplit();
            while (status == InputStatus.MORE_AVAILABLE && !iterator.hasNext()) {
                finishSplit();
                status = super.tryMoveToNextSplit();
            }
            return status;
        }

        @Override
        public void close() throws IOException {
            if (iterator != null) {
                iterator.close();
            }
        }
    }
}
