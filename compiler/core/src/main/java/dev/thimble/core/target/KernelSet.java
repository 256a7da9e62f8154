package dev.thimble.core.target;

import dev.thimble.core.integer.IntOp;
import java.util.List;

/**
 * A family of kernels, and all that the compiler knows of it: where its files are, how many rows it likes at a time, which
 * layouts of weights it reads, and what its kernels need besides operands. A set is one class and one folder below {@code
 * runtime-c/src/kernels}; all sets compute the same bits.
 */
public interface KernelSet {
    /** The folder's name, which is also what a board's description says. */
    String folder();

    /** The sets whose files serve this one: of several files with one name, that of the earliest set. */
    List<KernelSet> sources();

    /** Rows that loops take at a time where RAM is not short: what rows share, kernels read or turn once for so many. */
    int rowsPerBlock();

    /** Rows that loops take unless more cost little: they may make the arena much larger for a few per cent of time. */
    int usualRows();

    /** Whether there are larger blocks than the usual, for when speed is asked for. */
    default boolean hasFasterBlocks() {
        return rowsPerBlock() > usualRows();
    }

    /** Whether there is a product that reads weights as 16-bit words and can compute this one. */
    boolean readsPairs(IntOp.Linear op);

    /** Whether there is a product that reads weights of 4 bits as words of four outputs. */
    default boolean readsFourfold() {
        return false;
    }

    /** How a product with weights in that layout takes so many rows. */
    Passes productPasses(MatrixLayout layout, int rows);

    /** How attention takes so many query rows. */
    Passes attentionPasses(int rows);

    /** How often attention turns the values of all tokens for so many query rows. */
    default int attentionTurns(int rows) {
        return 0;
    }

    /** How norms take so many rows. */
    default Passes normPasses(int rows) {
        return Passes.withRest(rows, 1);
    }

    /** How a convolution takes so many rows. */
    Passes convolutionPasses(int rows);

    /** Bytes of the arena that a product needs besides its operands. */
    long linearScratch(IntOp.Linear op);

    /**
     * Bytes of the arena that attention needs besides its operands.
     *
     * @param width of a head
     */
    long attentionScratch(int width, StepRows rows);

    /** Bytes of the arena that a convolution needs besides its operands. */
    long convolutionScratch(IntOp.DepthwiseConv1d op, StepRows rows);
}
