package dev.thimble.core.reference;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** One row of one node: what the executor computes of a sequence of one token. */
public final class RowKernel {
    private RowKernel() {}

    /**
     * The row of a node.
     *
     * @param inputs the nodes that it reads
     * @param rows a row of each
     */
    public static int[] run(IntNode node, List<IntNode> inputs, List<int[]> rows) {
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            operands.add(operand(inputs.get(i), rows.get(i)));
        }
        IdentityHashMap<IntOp.Linear, LinearKernel> products = new IdentityHashMap<>();
        if (node.op() instanceof IntOp.Linear linear) {
            products.put(linear, new LinearKernel(linear));
        }
        return node.op()
                .match(new NodeKernel(node, new int[1], operands, products))
                .row(0);
    }

    private static Operand operand(IntNode node, int[] row) {
        IntMatrix matrix = new IntMatrix(1, row.length);
        for (int column = 0; column < row.length; column++) {
            matrix.set(0, column, row[column]);
        }
        return new Operand(matrix, node.quantization());
    }
}
