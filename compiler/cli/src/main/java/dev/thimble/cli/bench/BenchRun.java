package dev.thimble.cli.bench;

import java.util.List;

/**
 * One whole inference.
 *
 * @param tokens length of the sequence
 * @param instructions of the whole call without the tokenizer, in a firmware as users build it
 * @param layers in the order of execution, from a firmware that counts each step; empty when not asked for
 */
public record BenchRun(int tokens, long instructions, List<LayerCost> layers) {
    /** Copies the list. */
    public BenchRun {
        layers = List.copyOf(layers);
    }
}
