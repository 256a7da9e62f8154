package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the weights of a matrix lie in flash, which decides which of a set's kernels multiplies with it. */
public enum MatrixLayout {
    /** Row by row, a byte each. */
    PLAIN,
    /** Two outputs in one 16-bit value: a byte each, and fewer instructions to take them apart. */
    PAIRED,
    /** Two outputs' weights of 4 bits in a byte. */
    TWOFOLD,
    /** Four outputs' weights of 4 bits in one 16-bit value. */
    FOURFOLD;

    /** The fastest layout of a matrix for a set's kernels. */
    public static MatrixLayout fastest(KernelSet kernels, IntOp.Linear op) {
        if (op.isNarrow()) {
            return FOURFOLD.suits(kernels, op) ? FOURFOLD : TWOFOLD;
        }
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
            case PLAIN -> !op.isNarrow();
            case PAIRED -> !op.isNarrow() && kernels.readsPairs(op) && MatrixPairs.fit(op);
            case TWOFOLD -> op.isNarrow();
            case FOURFOLD -> op.isNarrow() && kernels.readsFourfold();
        };
    }

    /** The weights in this layout. */
    public IntTensor weights(IntOp.Linear op) {
        return switch (this) {
            case PLAIN -> op.weight();
            case PAIRED -> MatrixPairs.words(op);
            case TWOFOLD -> NarrowLayouts.twofold(op.weight());
            case FOURFOLD -> NarrowLayouts.fourfold(op.weight());
        };
    }
}
