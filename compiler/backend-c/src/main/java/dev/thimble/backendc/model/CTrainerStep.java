package dev.thimble.backendc.model;

import java.util.List;

/** A step of training forward, and the same back. */
public sealed interface CTrainerStep {
    /** The template with its macros. */
    String template();

    /**
     * A product with a matrix under training.
     *
     * @param input a C expression
     * @param output the same; unused where the results are the logits
     * @param bits of the results, 0 of logits
     * @param gradient a C expression of that of the result
     * @param back the same of that of the input; empty where none is wanted
     */
    record Product(CTrainer.Matrix matrix, String input, String output, int bits, String gradient, List<String> back)
            implements CTrainerStep {
        /** Copies the list. */
        public Product {
            back = List.copyOf(back);
        }

        @Override
        public String template() {
            return "product";
        }
    }

    /** A product with a frozen matrix, and an adapter beside it; expressions as those of {@link Product}. */
    record Adapted(
            CTrainer.Matrix matrix,
            CTrainer.Matrix lowering,
            CTrainer.Matrix raising,
            String input,
            String output,
            int bits,
            String gradient,
            List<String> back)
            implements CTrainerStep {
        /** Copies the list. */
        public Adapted {
            back = List.copyOf(back);
        }

        @Override
        public String template() {
            return "adapted";
        }
    }

    /** A product with a frozen matrix, as inference calls it. */
    record Fixed(CStep inference, CTrainer.Matrix matrix, String gradient, List<String> back) implements CTrainerStep {
        /** Copies the list. */
        public Fixed {
            back = List.copyOf(back);
        }

        @Override
        public String template() {
            return "fixed";
        }
    }

    /**
     * An element-wise function, as inference calls it; the gradient changes in place.
     *
     * @param input a C expression
     * @param slope the same of its derivative's table
     */
    record Activation(CStep inference, String input, int width, String slope, String gradient) implements CTrainerStep {
        @Override
        public String template() {
            return "activation";
        }
    }

    /** A LayerNorm, as inference calls it; the gradient changes in place. */
    record Norm(CStep inference, String input, CTrainer.Scaling gain, CTrainer.Scaling deviation, String gradient)
            implements CTrainerStep {
        @Override
        public String template() {
            return "norm";
        }
    }

    /**
     * A sum, as inference calls it.
     *
     * @param back gradients of those terms that have one
     */
    record Sum(CStep inference, int width, String gradient, List<String> back) implements CTrainerStep {
        /** Copies the list. */
        public Sum {
            back = List.copyOf(back);
        }

        @Override
        public String template() {
            return "sum";
        }
    }

    /** A copy, as inference makes it; both values have one gradient. */
    record First(CStep inference) implements CTrainerStep {
        @Override
        public String template() {
            return "first";
        }
    }
}
