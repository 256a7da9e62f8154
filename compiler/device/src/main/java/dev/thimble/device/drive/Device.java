package dev.thimble.device.drive;

import java.util.List;

/**
 * A running model. Every call may end with a {@link dev.thimble.core.diag.ThimbleException} when the device refuses,
 * dies or falls silent; after that it is of no more use than to be closed.
 */
public interface Device extends AutoCloseable {

    /** The name of the model that answers. */
    String modelName();

    /** Classifies a text, valid UTF-8 or not, as long as the device has memory for it: 24,578 bytes at least. */
    Answer text(byte[] utf8);

    /** Classifies token ids of 0 to 65,535 as they are. */
    Answer ids(List<Integer> ids);

    /** Classifies token ids and tells every value; the device must be built with trace. */
    Trace trace(List<Integer> ids);

    /** Classifies token ids and tells what each step took; the device must be built with profile. */
    Profile profile(List<Integer> ids);

    /** What the device has used so far. */
    MemoryUse memory();

    @Override
    void close();
}
