package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import java.util.function.BiFunction;

/** One rewriting of the float graph that keeps its function. */
@FunctionalInterface
public interface Pass {

    /** The rewritten graph. */
    Graph run(Graph graph);

    /** The graph after one rewriting around each of its nodes, in their order; each sees what the one before it left. */
    static Graph aroundEach(Graph graph, BiFunction<Graph, String, Graph> rewriting) {
        Graph rewritten = graph;
        for (Node node : graph.nodes()) {
            rewritten = rewriting.apply(rewritten, node.name());
        }
        return rewritten;
    }
}
