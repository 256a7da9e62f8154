package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the 8-bit weights of a matrix lie in flash, which decides which of a set's kernels multiplies with it. */
public enum MatrixLayout {
    /** Row by row, a byte each. */
    PLAIN,
    /** Two outputs in one 16-bit value: a byte each, and fewer instructions to take them apart. */
    PAIRED;

    /** The fastest layout of a matrix for a set's kernels. */
    public static MatrixLayout fastest(KernelSet kernels, IntOp.Linear op) {
        return PAIRED.suits(kernels, op) ? PAIRED : PLAIN;
    }

    /** What files call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The layout that files call so. */
    public static Optional<MatrixLayout> named(String word) {
        return Arrays.stream(values())
                .filter(layout -> layout.word().equals(word))
                .findFirst();
    }

    /** Whether a set has a kernel for this layout that can compute this product. */
    public boolean suits(KernelSet kernels, IntOp.Linear op) {
        return switch (this) {
            case PLAIN -> true;
            case PAIRED -> kernels.readsPairs(op) && MatrixPairs.fit(op);
        };
    }

    /** The weights in this layout. */
    public IntTensor weights(IntOp.Linear op) {
        return switch (this) {
            case PLAIN -> op.weight();
            case PAIRED -> MatrixPairs.words(op);
        };
    }
}
