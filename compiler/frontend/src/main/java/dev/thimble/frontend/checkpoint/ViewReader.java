package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.weights.TensorStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Reads the elements of a view that was found to lie within its storage, row by row. */
final class ViewReader {
    private final ByteBuffer storage;
    private final View view;
    private final Consumer<ByteBuffer> blocks;

    ViewReader(ByteBuffer storage, View view, Consumer<ByteBuffer> blocks) {
        this.storage = storage;
        this.view = view;
        this.blocks = blocks;
    }

    void read() {
        long bytes = view.bytes().longValueExact();
        if (bytes > 0 && view.isContiguous()) {
            contiguous(bytes);
        } else if (bytes > 0) {
            strided(bytes);
        }
    }

    private void contiguous(long bytes) {
        int from = at(view.offset());
        for (long done = 0; done < bytes; done += TensorStore.BLOCK) {
            int length = (int) Math.min(TensorStore.BLOCK, bytes - done);
            blocks.accept(storage.slice(from + (int) done, length).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private void strided(long bytes) {
        int width = view.storage().type().bytes();
        ByteBuffer block = ByteBuffer.allocate(TensorStore.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        long[] index = new long[view.shape().size()];
        long element = view.offset();
        for (long done = 0; done < bytes; done += width) {
            block.put(storage.slice(at(element), width));
            if (!block.hasRemaining()) {
                pass(block);
            }
            element = next(index, element);
        }
        pass(block);
    }

    private void pass(ByteBuffer block) {
        blocks.accept(block.flip());
        block.clear();
    }

    private int at(long element) {
        return Math.toIntExact(element * view.storage().type().bytes());
    }

    /** The element after one: the last index that is not at its end goes on, and those behind it begin anew. */
    private long next(long[] index, long element) {
        long at = element;
        for (int d = index.length - 1; d >= 0; d--) {
            index[d]++;
            at += view.strides().get(d);
            if (index[d] < view.shape().get(d)) {
                return at;
            }
            at -= index[d] * view.strides().get(d);
            index[d] = 0;
        }
        return at;
    }
}
