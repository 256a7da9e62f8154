package dev.thimble.frontend.weights;

import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** The values of tensors, which must be what the configuration asks for. */
public final class TensorValues {
    private TensorValues() {}

    /**
     * The values of one tensor, row-major.
     *
     * @param name a tensor of the store
     * @param shape what its extents must be
     * @throws ThimbleException THM-0130 to THM-0133 when it is missing, of another shape, unreadable or not finite
     */
    public static float[] read(TensorStore store, String name, List<Long> shape) {
        StoredTensor tensor = Optional.ofNullable(store.tensors().get(name))
                .orElseThrow(() -> new ThimbleException(ModelProblem.TENSOR_MISSING.at(store.file(), name)));
        if (!tensor.shape().equals(shape)) {
            throw new ThimbleException(ModelProblem.TENSOR_SHAPE.at(tensor.file(), name, tensor.shape(), shape));
        }
        DType dtype = DType.named(tensor.dtype())
                .orElseThrow(() -> new ThimbleException(
                        ModelProblem.TENSOR_DTYPE.at(tensor.file(), name, Names.quoted(tensor.dtype()))));
        float[] values = new float[Math.toIntExact(tensor.bytes() / dtype.bytes())];
        FloatBuffer rest = FloatBuffer.wrap(values);
        store.read(name, block -> decode(block, dtype, rest));
        checkFinite(tensor, name, values);
        return values;
    }

    private static void decode(ByteBuffer block, DType dtype, FloatBuffer to) {
        while (block.hasRemaining()) {
            to.put(dtype.next(block));
        }
    }

    private static void checkFinite(StoredTensor tensor, String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ThimbleException(
                        ModelProblem.TENSOR_NOT_FINITE.at(tensor.file(), name, values[i], indices(tensor.shape(), i)));
            }
        }
    }

    /** A flat index as row, column and so on. */
    private static String indices(List<Long> shape, long flat) {
        long rest = flat;
        Long[] at = new Long[shape.size()];
        for (int d = at.length - 1; d >= 0; d--) {
            at[d] = rest % shape.get(d);
            rest /= shape.get(d);
        }
        return List.of(at).toString();
    }
}
