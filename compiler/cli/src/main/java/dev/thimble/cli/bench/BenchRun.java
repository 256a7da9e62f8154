package dev.thimble.cli.bench;

import dev.thimble.device.cycles.Cycles;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One whole inference.
 *
 * @param tokens length of the sequence
 * @param instructions of the whole call without the tokenizer, in a firmware as users build it
 * @param functions what each of them took, where cycles are estimated
 * @param layers in the order of execution, from a firmware that counts each step; empty when not asked for
 */
public record BenchRun(int tokens, long instructions, Map<String, Cycles> functions, List<LayerCost> layers) {
    /** Copies both. */
    public BenchRun {
        functions = Map.copyOf(functions);
        layers = List.copyOf(layers);
    }

    /** Of all functions together. */
    Optional<Cycles> cycles() {
        return functions.values().stream().reduce(Cycles::plus);
    }

    /** The same with what each step took. */
    BenchRun with(List<LayerCost> measured) {
        return new BenchRun(tokens, instructions, functions, measured);
    }
}
