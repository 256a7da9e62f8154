package dev.thimble.backendc.model;

import java.util.List;

/**
 * The constants of one step: what its operator's template writes as a descriptor of {@code thimble/kernels.h}. Arrays
 * and what quantisation decides are C expressions; shapes are numbers.
 */
public sealed interface CDescriptor {

    /** The template below {@code c/op} that writes the descriptor and the call. */
    String template();

    /** Whether any of it is a constant of the model's. */
    default boolean hasConstants() {
        return true;
    }

    /** A table look-up; padding and separator are used by segments only. */
    record Embedding(String source, String table, String factors, int width, int padding, int separator)
            implements CDescriptor {
        @Override
        public String template() {
            return "embedding";
        }
    }

    /** A matrix product; {@code words} when its weights lie in words, and then the shift is 0. */
    record Linear(
            String kernel,
            boolean words,
            String weight,
            String bias,
            String multiplier,
            int inputs,
            int outputs,
            String shift,
            String zeroPoint)
            implements CDescriptor {
        @Override
        public String template() {
            return "linear";
        }
    }

    /** A norm; {@code kind} is {@code layer} or {@code rms}. */
    record Norm(
            String kind,
            String gain,
            String bias,
            String epsilon,
            String numerator,
            String numeratorFraction,
            String fraction,
            int width)
            implements CDescriptor {
        @Override
        public String template() {
            return "norm";
        }
    }

    /** Attention. */
    record Attention(
            int width,
            int heads,
            String exponentMultiplier,
            String exponentShift,
            String numerator,
            String shift,
            String zeroPoint)
            implements CDescriptor {
        @Override
        public String template() {
            return "attention";
        }
    }

    /** A depthwise convolution. */
    record Convolution(
            String weight,
            String bias,
            String multiplier,
            int inputs,
            int outputs,
            int taps,
            String shift,
            String zeroPoint)
            implements CDescriptor {
        @Override
        public String template() {
            return "convolution";
        }
    }

    /** An element-wise table. */
    record Lookup(String table) implements CDescriptor {
        @Override
        public String template() {
            return "lookup";
        }
    }

    /** One term of a sum. */
    record Term(String zeroPoint, String shift, String multiplier, int bits) {}

    /** A sum. */
    record Add(List<Term> terms, String zeroPoint) implements CDescriptor {
        /** Copies the list. */
        public Add {
            terms = List.copyOf(terms);
        }

        @Override
        public String template() {
            return "add";
        }
    }

    /** First-token pooling. */
    record Pool() implements CDescriptor {
        @Override
        public String template() {
            return "pool";
        }

        @Override
        public boolean hasConstants() {
            return false;
        }
    }

    /** Columns side by side; the widths of the parts. */
    record Concat(List<Integer> widths) implements CDescriptor {
        /** Copies the list. */
        public Concat {
            widths = List.copyOf(widths);
        }

        @Override
        public String template() {
            return "concat";
        }

        @Override
        public boolean hasConstants() {
            return false;
        }
    }
}
