package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.RowReads;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.target.OpFacts;
import dev.thimble.core.target.StepRows;
import java.util.List;
import java.util.Set;

/**
 * The order in which the C computes the integer graph: loops over blocks of rows. Values that are read in the loop that
 * makes them exist for one block only; the others are stored whole.
 *
 * @param graph what is computed
 * @param loops in order
 * @param stored the values that are stored whole
 * @param block rows that a loop over all rows takes at a time
 * @param kernels which kernels run the steps
 */
public record Schedule(IntGraph graph, List<Loop> loops, Set<String> stored, int block, KernelSet kernels) {
    /** Copies the collections. */
    public Schedule {
        loops = List.copyOf(loops);
        stored = Set.copyOf(stored);
    }

    /** How the weights of a matrix product lie in flash. */
    public MatrixLayout layout(IntOp.Linear op) {
        return MatrixLayout.fastest(kernels, op);
    }

    /** The index of the loop that makes a value. */
    public int loopOf(String value) {
        for (int i = 0; i < loops.size(); i++) {
            if (loops.get(i).makes(value)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no loop makes " + value);
    }

    /** Whether a loop has more than one round. */
    public boolean comesRound(int loop) {
        return loops.get(loop).extent() == Extent.ALL && graph.maxTokens() > block;
    }

    /** How many rows of a value its loop computes at a time. */
    private int rowsPerRound(IntNode node) {
        Extent extent = loops.get(loopOf(node.name())).extent();
        return extent == Extent.FIRST ? 1 : Math.min(block, graph.maxTokens());
    }

    /** How many rows of a value there are room for: a block of a passing value, all rows of a stored one. */
    public int rowsHeld(IntNode node) {
        Extent extent = loops.get(loopOf(node.name())).extent();
        return extent == Extent.ALL && stored.contains(node.name()) ? graph.maxTokens() : rowsPerRound(node);
    }

    /** Bytes that a step needs besides its operands. */
    public long scratchBytes(IntNode step) {
        return OpFacts.of(step).scratch().bytes(kernels, new StepRows(rowsPerRound(step), graph.maxTokens()));
    }

    /** Whether a node reads, for its row i, only row i of an input. */
    public boolean readsSameRow(IntNode reader, String input) {
        return OpFacts.reads(reader, input) == RowReads.SAME_ROW;
    }
}
