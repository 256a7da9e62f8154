package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.ir.RowReads;
import dev.thimble.core.ir.Rows;
import dev.thimble.core.target.OpFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rows of each value anything reads; a value that nothing reads has no entry. */
final class Demand {
    private Demand() {}

    static Map<String, Extent> of(IntGraph graph) {
        Map<String, Extent> demand = new HashMap<>();
        demand.put(graph.output().name(), ofOutput(graph.output()));
        List<IntNode> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            IntNode node = nodes.get(i);
            if (demand.containsKey(node.name())) {
                Extent own = demand.get(node.name());
                node.inputs().forEach(input -> demand.merge(input, read(node, input, own), Demand::wider));
            }
        }
        return demand;
    }

    /** What the task reads: the one row, or a row for each token. */
    private static Extent ofOutput(IntNode output) {
        return output.shape().rows() == Rows.ONE ? Extent.FIRST : Extent.ALL;
    }

    private static Extent read(IntNode node, String input, Extent own) {
        return OpFacts.reads(node, input) == RowReads.ALL_ROWS ? Extent.ALL : own;
    }

    private static Extent wider(Extent a, Extent b) {
        return a == Extent.ALL ? a : b;
    }
}
