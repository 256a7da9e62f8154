package dev.thimble.frontend.weights;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The tensors of a model's weights: of one file, or of several that belong together. */
public interface TensorStore {
    /** The most bytes of a block; a multiple of every element's. */
    int BLOCK = 1 << 16;

    /** The file that stands for all, in diagnostics. */
    String file();

    /** The tensors by name. */
    Map<String, StoredTensor> tensors();

    /**
     * The elements of a tensor, row-major and little-endian, in blocks that hold whole elements. A block is read before
     * the next one comes.
     *
     * @param name one of {@link #tensors}
     */
    void read(String name, Consumer<ByteBuffer> blocks);

    /** All elements of a tensor at once. */
    default byte[] elements(String name) {
        StoredTensor tensor = Optional.ofNullable(tensors().get(name)).orElseThrow();
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(tensor.bytes()));
        read(name, all::put);
        return all.array();
    }
}
