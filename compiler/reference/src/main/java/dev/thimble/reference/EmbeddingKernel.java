package dev.thimble.reference;

import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Op;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies one row of the table per token. */
final class EmbeddingKernel implements Kernel {
    private final IndexSource source;
    private final float[] table;
    private final int width;

    EmbeddingKernel(Op.Embedding op) {
        source = op.source();
        table = op.table().toArray();
        width = op.table().columns();
    }

    @Override
    public INDArray run(int[] ids, List<INDArray> inputs) {
        float[] rows = new float[ids.length * width];
        int[] index = indices(source, ids);
        for (int j = 0; j < ids.length; j++) {
            System.arraycopy(table, index[j] * width, rows, j * width, width);
        }
        return Arrays2d.matrix(rows, ids.length, width);
    }

    private static int[] indices(IndexSource source, int[] ids) {
        if (source instanceof IndexSource.Segment segment) {
            return segments(segment, ids);
        }
        return source instanceof IndexSource.Position
                ? IntStream.range(0, ids.length).toArray()
                : ids;
    }

    private static int[] segments(IndexSource.Segment source, int[] ids) {
        int[] segments = new int[ids.length];
        int text = 1;
        for (int j = 0; j < ids.length; j++) {
            if (ids[j] == source.separatorId()) {
                text = 2;
            }
            segments[j] = ids[j] == source.paddingId() ? 0 : text;
        }
        return segments;
    }
}
