package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;

/**
 * Takes out what no result depends on: channels between matrix products that are the same whatever the input, which the
 * products behind them get as part of their biases, or for which those have no weight; and heads of attention of which
 * that is true. Models that were pruned while they were trained have such: a mask leaves zeros, and the shapes as they
 * were.
 *
 * <p>What goes may leave more that nobody needs, before it or behind it; so until nothing goes any more. Widths stay
 * such that kernels like them: decision 0045.
 */
public final class RemoveDeadChannels implements Pass {

    @Override
    public Graph run(Graph graph) {
        Graph before = graph;
        Graph after = once(before);
        while (!after.equals(before)) {
            before = after;
            after = once(before);
        }
        return after;
    }

    private static Graph once(Graph graph) {
        return Pass.aroundEach(graph, RemoveDeadChannels::around);
    }

    private static Graph around(Graph graph, String name) {
        Node node = graph.node(name);
        return node.op() instanceof Op.Attention attention
                ? new HeadChannels(graph, node, attention).narrowed()
                : ChannelRun.from(graph, node).map(ChannelRun::narrowed).orElse(graph);
    }
}
