package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;

/** One rewriting of the float graph that keeps its function. */
@FunctionalInterface
public interface Pass {

    /** The rewritten graph. */
    Graph run(Graph graph);
}
