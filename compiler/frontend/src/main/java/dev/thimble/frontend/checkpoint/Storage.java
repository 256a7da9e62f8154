package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.pickle.Value;

/**
 * Elements that lie outside of the pickle.
 *
 * @param key what the file calls them
 * @param type of each
 * @param elements how many
 */
record Storage(String key, StorageType type, long elements) implements Value.Foreign {
    @Override
    public String kind() {
        return "a storage";
    }
}
