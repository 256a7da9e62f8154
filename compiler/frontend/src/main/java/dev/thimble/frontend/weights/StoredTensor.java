package dev.thimble.frontend.weights;

import java.util.List;

/**
 * What a file says about one tensor, checked against the file.
 *
 * @param file the file's name
 * @param dtype the element format as safetensors calls it, readable here or not
 * @param shape extents, outermost first; empty for a scalar
 * @param bytes of all elements
 */
public record StoredTensor(String file, String dtype, List<Long> shape, long bytes) {
    /** Copies the list. */
    public StoredTensor {
        shape = List.copyOf(shape);
    }
}
