package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.pickle.Value;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What was saved.
 *
 * @param root the value of the pickle
 * @param storages the bytes of every storage that it refers to, as many as it says
 */
record Saved(Value root, Map<String, ByteBuffer> storages) {
    /** Copies the map. */
    Saved {
        storages = Map.copyOf(storages);
    }
}
