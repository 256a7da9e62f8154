package dev.thimble.device.analysis.code;

import java.util.List;

/**
 * The most stack that a function can need, its callees included.
 *
 * @param bytes the bound
 * @param path the chain of calls that needs it, from the function down, each with its own frame's bytes
 */
public record StackUse(int bytes, List<Frame> path) {

    /**
     * One function on the path.
     *
     * @param function its name
     * @param bytes its own frame
     */
    public record Frame(String function, int bytes) {}

    /** An immutable copy. */
    public StackUse {
        path = List.copyOf(path);
    }
}
