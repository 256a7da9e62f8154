package dev.thimble.device.cycles;

import java.util.List;

/**
 * What ran from the call of a function on, until the next call of such a function.
 *
 * @param mark the function's address
 * @param executions one an instruction
 */
public record Section(long mark, List<Execution> executions) {
    /** Copies the list. */
    public Section {
        executions = List.copyOf(executions);
    }
}
