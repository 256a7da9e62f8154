package dev.thimble.core.integer;

import dev.thimble.core.ir.IndexSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The integer model: what the reference executor runs and what the backend writes as C.
 *
 * @param name a C identifier
 * @param maxTokens the longest sequence
 * @param nodes in order of computation; the last one gives the logits
 */
public record IntGraph(String name, int maxTokens, List<IntNode> nodes) {
    private static final int ANY_ID = 1 << 16;

    /** Checks order and names. */
    public IntGraph {
        nodes = List.copyOf(nodes);
        Map<String, IntNode> seen = new LinkedHashMap<>();
        for (IntNode node : nodes) {
            for (String input : node.inputs()) {
                if (!seen.containsKey(input)) {
                    throw new IllegalArgumentException(node.name() + " comes before its input " + input);
                }
            }
            if (seen.put(node.name(), node) != null) {
                throw new IllegalArgumentException("two nodes are named " + node.name());
            }
        }
        if (seen.isEmpty()) {
            throw new IllegalArgumentException("empty graph");
        }
    }

    /** The node whose value is the logits. */
    public IntNode output() {
        return nodes.get(nodes.size() - 1);
    }

    /** The same with another last node. */
    public IntGraph withOutput(IntNode other) {
        List<IntNode> others = new ArrayList<>(nodes.subList(0, nodes.size() - 1));
        others.add(other);
        return new IntGraph(name, maxTokens, others);
    }

    /** The same with another node in the place of the one of its name. */
    public IntGraph with(IntNode other) {
        return new IntGraph(
                name,
                maxTokens,
                nodes.stream()
                        .map(node -> node.name().equals(other.name()) ? other : node)
                        .toList());
    }

    /** The node of that name. */
    public IntNode node(String wanted) {
        return nodes.stream()
                .filter(node -> node.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + wanted));
    }

    /** The nodes that read a node's value. */
    public List<IntNode> consumers(String name) {
        return nodes.stream().filter(node -> node.inputs().contains(name)).toList();
    }

    /** How many token ids can be looked up: the rows of the smallest table of tokens, 65,536 where there is none. */
    public int vocabulary() {
        return nodes.stream()
                .map(IntNode::op)
                .filter(IntOp.Embedding.class::isInstance)
                .map(IntOp.Embedding.class::cast)
                .filter(op -> op.source() instanceof IndexSource.TokenId)
                .mapToInt(op -> op.table().rows())
                .min()
                .orElse(ANY_ID);
    }
}
