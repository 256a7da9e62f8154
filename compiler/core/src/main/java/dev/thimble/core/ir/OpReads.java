package dev.thimble.core.ir;

/** Which rows of its inputs each float operator reads. */
public final class OpReads {
    private OpReads() {}

    /**
     * The rows of one input that an operator reads to make its row i.
     *
     * @param input its place among the inputs, from 0
     */
    public static RowReads of(Op op, int input) {
        return op.match(new Input(input));
    }

    private record Input(int input) implements Op.Cases<RowReads> {
        @Override
        public RowReads embedding(Op.Embedding op) {
            return RowReads.SAME_ROW;
        }

        @Override
        public RowReads linear(Op.Linear op) {
            return RowReads.SAME_ROW;
        }

        @Override
        public RowReads layerNorm(Op.LayerNorm op) {
            return RowReads.SAME_ROW;
        }

        @Override
        public RowReads rmsNorm(Op.RmsNorm op) {
            return RowReads.SAME_ROW;
        }

        /** Keys and values as a whole. */
        @Override
        public RowReads attention(Op.Attention op) {
            return input == 0 ? RowReads.SAME_ROW : RowReads.ALL_ROWS;
        }

        @Override
        public RowReads depthwiseConv1d(Op.DepthwiseConv1d op) {
            return RowReads.EARLIER_ROWS;
        }

        @Override
        public RowReads activation(Op.Activation op) {
            return RowReads.SAME_ROW;
        }

        @Override
        public RowReads add(Op.Add op) {
            return RowReads.SAME_ROW;
        }

        @Override
        public RowReads weightedSum(Op.WeightedSum op) {
            return RowReads.SAME_ROW;
        }

        @Override
        public RowReads pool(Op.Pool op) {
            return switch (op.kind()) {
                case FIRST -> RowReads.SAME_ROW;
            };
        }
    }
}
