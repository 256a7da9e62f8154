package dev.thimble.core.exec;

/** Runs the float graph of one model. Implementations keep what they prepare for the graph; one thread at a time. */
public interface FloatExecutor {

    /**
     * The logits for one sequence.
     *
     * @param ids 1 to maxTokens token ids, each below the vocabulary's size
     */
    float[] logits(int[] ids);

    /** The same, and shows every node's value on the way, in the order of the graph's nodes. */
    float[] logits(int[] ids, FloatObserver observer);
}
