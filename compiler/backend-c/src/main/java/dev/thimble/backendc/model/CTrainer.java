package dev.thimble.backendc.model;

import dev.thimble.core.target.MatrixLayout;
import java.util.List;

/**
 * Everything the templates need to write a trainer. Expressions read the image.
 *
 * @param part what is trained, as the command line calls it
 * @param partDigest by which a fleet knows the layout of its parameters: {@value #PART_BYTES} bytes, as C has them
 * @param sharedDigest the same of those that are exchanged where each device has a head of its own
 * @param features what the steps read of the frozen body
 * @param replay examples that are kept
 * @param newLabels how many labels may come while training
 * @param matrices all that steps multiply with, in order
 * @param values of steps but the last one, and the features
 * @param gradients of values that have one of their own
 * @param steps in order
 * @param kernelScratch bytes that the kernels of inference need
 */
public record CTrainer(
        String part,
        List<String> partDigest,
        List<String> sharedDigest,
        List<Feature> features,
        int replay,
        int newLabels,
        List<Matrix> matrices,
        List<Value> values,
        List<Gradient> gradients,
        List<CTrainerStep> steps,
        long kernelScratch) {
    /** Bytes of the digest of a layout. */
    public static final int PART_BYTES = 16;

    /** How it learns, labels, examples that are kept, and the state of what is chosen by chance. */
    private static final long FIXED_WORDS = 9 + 32 / 4;

    /** Bytes of the name of a label that comes. */
    private static final long NAME_BYTES = 24;

    /** Copies the lists. */
    public CTrainer {
        partDigest = List.copyOf(partDigest);
        sharedDigest = List.copyOf(sharedDigest);
        features = List.copyOf(features);
        matrices = List.copyOf(matrices);
        values = List.copyOf(values);
        gradients = List.copyOf(gradients);
        steps = List.copyOf(steps);
    }

    /**
     * A value of the frozen body.
     *
     * @param symbol of its value while an example is learned
     * @param pointer where it lies in the arena when the body has run
     * @param at its first column among those of all features
     * @param width columns
     */
    public record Feature(String symbol, CPointer pointer, int at, int width) {}

    /** A value while an example is learned: columns of 8 or 16 bits. */
    public record Value(String symbol, int bits, int width) {
        /** Columns with what fills up the last word. */
        public int room() {
            int perWord = 32 / bits;
            return (width + perWord - 1) / perWord * perWord;
        }
    }

    /** A gradient while an example is learned. */
    public record Gradient(String symbol, int width) {}

    /** A factor: C expressions. */
    public record Scaling(String multiplier, String shift) {}

    /** Columns of an input. */
    public record Segment(int columns, String zeroPoint, Scaling step, Scaling decay, Scaling input, String begin) {}

    /**
     * A matrix.
     *
     * @param value as the graph names it
     * @param symbol the same as a C identifier
     * @param role what it is to the trainer
     * @param rows at most
     * @param columns the bias included
     * @param biased 1 where the last column is the bias, or 0
     * @param inputShift what inputs are multiplied as
     * @param at its first value among all under training
     * @param layout of its rows of inference     */
    public record Matrix(
            String value,
            String symbol,
            Role role,
            int rows,
            int columns,
            int biased,
            int inputShift,
            int at,
            MatrixLayout layout,
            Rows image,
            List<Segment> segments,
            Scaling result,
            Scaling unit,
            Scaling multiplier,
            String zeroPoint,
            String largestWeight) {
        /** Copies the list. */
        public Matrix {
            segments = List.copyOf(segments);
        }

        /** Its values. */
        public int size() {
            return rows * columns;
        }

        /** Whether it is under training. */
        public boolean isTrained() {
            return role != Role.ADAPTED && role != Role.FROZEN;
        }

        /** Whether it has a row for each label. */
        public boolean isHead() {
            return role == Role.HEAD;
        }

        /** Whether it is one of an adapter's. */
        public boolean isAdapter() {
            return role == Role.ADAPTER;
        }

        /** Whether it has rows of inference. */
        public boolean isInferred() {
            return role != Role.ADAPTER;
        }

        /** Whether its rows of inference change when what was learned is rounded. */
        public boolean isRounded() {
            return role != Role.ADAPTER && role != Role.FROZEN;
        }
    }

    /** What a matrix is to a trainer. */
    public enum Role {
        /** Under training, with a row for each label. */
        HEAD,
        /** Under training, with rows that inference has. */
        WHOLE,
        /** Under training, and no matrix of inference. */
        ADAPTER,
        /** As inference has it, with an adapter beside it. */
        ADAPTED,
        /** As inference has it. */
        FROZEN
    }

    /** Where the rows of inference lie: C expressions, and the members of the image that they read. */
    public record Rows(String weights, String bias, String multipliers) {
        /** Of a matrix that inference has not. */
        public static final Rows NONE = new Rows("NULL", "NULL", "NULL");

        /** The member of the weights. */
        public String weightsMember() {
            return member(weights);
        }

        /** The member of the biases. */
        public String biasMember() {
            return member(bias);
        }

        /** The member of the multipliers. */
        public String multipliersMember() {
            return member(multipliers);
        }

        private static String member(String expression) {
            return expression.substring(expression.indexOf('>') + 1);
        }
    }

    /** Columns of all features. */
    public int width() {
        return features.stream().mapToInt(Feature::width).sum();
    }

    /** Values under training. */
    public int parameters() {
        return trained().stream().mapToInt(Matrix::size).sum();
    }

    /** Values that are exchanged where each device has a head of its own: the first ones, for the head comes last. */
    public int shared() {
        return trained().stream()
                .filter(matrix -> !matrix.isHead())
                .mapToInt(Matrix::size)
                .sum();
    }

    /** The matrices under training. */
    public List<Matrix> trained() {
        return matrices.stream().filter(Matrix::isTrained).toList();
    }

    /** Whether some of the matrices can be held while others are trained. */
    public boolean isHoldable() {
        return trained().size() > 1;
    }

    /** Which of the matrices under training one is, from 0. */
    public int place(Matrix matrix) {
        return trained().indexOf(matrix);
    }

    /** Rows of an adapter's first matrix; 0 where there is none. */
    public int rank() {
        return matrices.stream()
                .filter(Matrix::isAdapter)
                .mapToInt(Matrix::rows)
                .findFirst()
                .orElse(0);
    }

    /** Whether there are adapters, and what they stand beside. */
    public boolean hasAdapters() {
        return matrices.stream().anyMatch(Matrix::isAdapter);
    }

    /** The most rows of a matrix. */
    public int mostRows() {
        return matrices.stream().mapToInt(Matrix::rows).max().orElseThrow();
    }

    /** The most columns of a matrix. */
    public int mostColumns() {
        return matrices.stream().mapToInt(Matrix::columns).max().orElseThrow();
    }

    /** Words that an input, or two rows of a matrix with its adapter, are computed in. */
    public int inputWords() {
        return hasAdapters() ? 2 * mostColumns() : mostColumns();
    }

    /** Values of 64 bits, for they are aligned to as many, that the kernels of inference need. */
    public long kernelRoom() {
        return (kernelScratch + 7) / 8;
    }

    /** The most labels. */
    public int labels() {
        return matrices.get(matrices.size() - 1).rows();
    }

    /** Bytes of the arena that a step works in, on a 32-bit core. */
    public long scratchBytes() {
        long bytes = 8L * mostRows() + 4L * inputWords() + 4L * labels() + 8L * kernelRoom();
        bytes += hasAdapters() ? 4L * (mostRows() + rank()) : 0;
        bytes += gradients.stream().mapToLong(gradient -> 4L * gradient.width()).sum();
        bytes += values.stream()
                .mapToLong(value -> (long) value.room() * value.bits() / 8)
                .sum();
        return (bytes + 7) / 8 * 8;
    }

    /** Bytes of a trainer, on a 32-bit core; the caller's, for as long as it trains. */
    public long stateBytes() {
        long words = FIXED_WORDS + 2L * parameters() + labels();
        long bytes = 4 * words + NAME_BYTES * (newLabels + 1) + (long) (width() + 2) * (replay + 1);
        return (bytes + 7) / 8 * 8;
    }
}
