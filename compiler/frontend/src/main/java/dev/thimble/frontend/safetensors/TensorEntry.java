package dev.thimble.frontend.safetensors;

import dev.thimble.frontend.weights.StoredTensor;
import java.util.List;

/**
 * What the header says about one tensor, checked against the file.
 *
 * @param name the tensor's name
 * @param dtype the element format's name, readable here or not
 * @param shape extents, outermost first; empty for a scalar
 * @param begin first byte, from the start of the data
 * @param end the byte after the last
 */
record TensorEntry(String name, String dtype, List<Long> shape, long begin, long end) {
    /** Copies the list. */
    TensorEntry {
        shape = List.copyOf(shape);
    }

    StoredTensor in(String file) {
        return new StoredTensor(file, dtype, shape, end - begin);
    }
}
