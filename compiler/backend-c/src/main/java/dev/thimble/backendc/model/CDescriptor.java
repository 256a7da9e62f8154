package dev.thimble.backendc.model;

import java.util.List;

/**
 * The constants of one step: what its operator's template writes as a descriptor of {@code thimble/kernels.h}. Names
 * are C identifiers of arrays, numbers are C constants.
 */
public sealed interface CDescriptor {

    /** The template below {@code c/op} that writes the descriptor and the call. */
    String template();

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
            int shift,
            int zeroPoint)
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
            long epsilon,
            long numerator,
            int numeratorFraction,
            int fraction,
            int width)
            implements CDescriptor {
        @Override
        public String template() {
            return "norm";
        }
    }

    /** Attention. */
    record Attention(
            int width, int heads, int exponentMultiplier, int exponentShift, long numerator, int shift, int zeroPoint)
            implements CDescriptor {
        @Override
        public String template() {
            return "attention";
        }
    }

    /** A depthwise convolution. */
    record Convolution(
            String weight, String bias, String multiplier, int inputs, int outputs, int taps, int shift, int zeroPoint)
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
    record Term(int zeroPoint, int shift, int multiplier, int bits) {}

    /** A sum. */
    record Add(List<Term> terms, int zeroPoint) implements CDescriptor {
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
    }
}
