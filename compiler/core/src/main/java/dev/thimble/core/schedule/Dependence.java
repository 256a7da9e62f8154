package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;

/** Which rows of an input an operator reads to make its row i. */
enum Dependence {
    /** Row i alone. */
    SAME_ROW,
    /** Row i and rows before it. */
    EARLIER_ROWS,
    /** Every row. */
    ALL_ROWS;

    /** How a node reads one of its inputs, by the widest of its uses. */
    static Dependence of(IntNode node, String input) {
        return node.op().match(new Uses(node, input));
    }

    private record Uses(IntNode node, String input) implements IntOp.Cases<Dependence> {
        @Override
        public Dependence embedding(IntOp.Embedding op) {
            return SAME_ROW;
        }

        @Override
        public Dependence linear(IntOp.Linear op) {
            return SAME_ROW;
        }

        @Override
        public Dependence layerNorm(IntOp.LayerNorm op) {
            return SAME_ROW;
        }

        @Override
        public Dependence rmsNorm(IntOp.RmsNorm op) {
            return SAME_ROW;
        }

        @Override
        public Dependence attention(IntOp.Attention op) {
            boolean keyOrValue = node.inputs().subList(1, 3).contains(input);
            return keyOrValue ? ALL_ROWS : SAME_ROW;
        }

        @Override
        public Dependence depthwiseConv1d(IntOp.DepthwiseConv1d op) {
            return EARLIER_ROWS;
        }

        @Override
        public Dependence lookup(IntOp.Lookup op) {
            return SAME_ROW;
        }

        @Override
        public Dependence add(IntOp.Add op) {
            return SAME_ROW;
        }

        @Override
        public Dependence pool(IntOp.Pool op) {
            return switch (op.kind()) {
                case FIRST -> SAME_ROW;
            };
        }

        @Override
        public Dependence concat(IntOp.Concat op) {
            return SAME_ROW;
        }
    }
}
