package dev.thimble.flink.input;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.InstantiationUtil;

/**
 * Inputs as checkpoints of this job hold them: by the serialisation of Java. No checkpoint outlives its job, so that no other
 * version ever reads one.
 *
 * @param <T> an input, or all that wait for a reader
 */
final class InputSerializer<T> implements SimpleVersionedSerializer<T> {
    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(T inputs) throws IOException {
        return InstantiationUtil.serializeObject(inputs);
    }

    @Override
    public T deserialize(int version, byte[] bytes) throws IOException {
        try {
            return InstantiationUtil.deserializeObject(bytes, getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
