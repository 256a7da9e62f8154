package dev.thimble.cli.bench;

import dev.thimble.device.cycles.Cycles;
import java.util.Optional;

/**
 * What one step of a model took in one inference.
 *
 * @param name the step's value; in parentheses what comes before the first step and after the last
 * @param op the operator, such as layer_norm
 * @param instructions executed
 * @param cycles where they are estimated
 * @param macs multiply-accumulates of the operator's definition, for the rows that were computed
 * @param elements integers of the value that were computed
 */
public record LayerCost(String name, String op, long instructions, Optional<Cycles> cycles, long macs, long elements) {

    /** Whether the step belongs to the graph. */
    boolean isStep() {
        return elements > 0;
    }
}
