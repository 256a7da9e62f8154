package dev.thimble.backendc.model;

import java.util.List;

/**
 * The constants of one step: what its operator's template writes as a descriptor of {@code thimble/kernels.h}. Arrays
 * and what quantisation decides are C expressions; shapes are numbers.
 */
public sealed interface CDescriptor {

    /** The template below {@code c/op} that writes the descriptor and the call. */
    String template();

    /** The files of kernels that the call needs, of whichever kernel set. */
    List<String> sources();

    /** Whether look-ups go where constants say, so that those of an image are looked at before they are used. */
    default boolean isLedByConstants() {
        return false;
    }

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

        @Override
        public List<String> sources() {
            return List.of("embedding.c");
        }
    }

    /** A look-up of tokens in a table whose rows differ in bits. */
    record PackedEmbedding(String table, String factors, String blocks, int width, int entries) implements CDescriptor {
        @Override
        public String template() {
            return "packed_embedding";
        }

        @Override
        public List<String> sources() {
            return List.of("packed_embedding.c");
        }

        @Override
        public boolean isLedByConstants() {
            return true;
        }
    }

    /** A matrix product; its kernel shifts sums only where {@code shifts} says so, else the shift is 0. */
    record Linear(
            String kernel,
            boolean shifts,
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

        @Override
        public List<String> sources() {
            return List.of(kernel + ".c");
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

        @Override
        public List<String> sources() {
            return List.of("norm.c");
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

        @Override
        public List<String> sources() {
            return List.of("attention.c", "exp2.c");
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

        @Override
        public List<String> sources() {
            return List.of("convolution.c");
        }
    }

    /** An element-wise table. */
    record Lookup(String table) implements CDescriptor {
        @Override
        public String template() {
            return "lookup";
        }

        @Override
        public List<String> sources() {
            return List.of("element.c");
        }
    }

    /** Element-wise tables of which each channel has one. */
    record ChosenLookup(String table, String choice, int functions) implements CDescriptor {
        @Override
        public String template() {
            return "chosen_lookup";
        }

        @Override
        public List<String> sources() {
            return List.of("chosen_lookup.c");
        }

        @Override
        public boolean isLedByConstants() {
            return true;
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

        @Override
        public List<String> sources() {
            return List.of("element.c");
        }
    }

    /** The mean of all rows. */
    record Mean(int width, String inputZeroPoint, String numerator, String shift, String zeroPoint)
            implements CDescriptor {
        @Override
        public String template() {
            return "mean";
        }

        @Override
        public List<String> sources() {
            return List.of("mean.c");
        }
    }

    /** First-token pooling. */
    record Pool() implements CDescriptor {
        @Override
        public String template() {
            return "pool";
        }

        @Override
        public List<String> sources() {
            return List.of();
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
        public List<String> sources() {
            return List.of("concat.c");
        }

        @Override
        public boolean hasConstants() {
            return false;
        }
    }
}
