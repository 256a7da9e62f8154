package dev.thimble.fleet.record;

/** How the devices of a round write down what changed. */
public sealed interface Form {
    /** What a record says its content is. */
    Kind kind();

    /**
     * The most bytes of a record's values, its bitmap included.
     *
     * @param parameters of the trainable part
     */
    int mostBytes(int parameters);

    /** A value for each parameter. */
    record Dense() implements Form {
        @Override
        public Kind kind() {
            return Kind.DENSE;
        }

        @Override
        public int mostBytes(int parameters) {
            return parameters;
        }
    }

    /**
     * The largest changes only.
     *
     * @param kept how many, at most: changes of 0 are never among them
     */
    record Sparse(int kept) implements Form {
        @Override
        public Kind kind() {
            return Kind.SPARSE;
        }

        @Override
        public int mostBytes(int parameters) {
            return kept + Content.bitmapBytes(parameters);
        }
    }

    /** Weighted values under masks that cancel each other in the sum of all devices. */
    record Masked() implements Form {
        @Override
        public Kind kind() {
            return Kind.MASKED;
        }

        @Override
        public int mostBytes(int parameters) {
            return Integer.BYTES * (parameters + 1);
        }
    }
}
