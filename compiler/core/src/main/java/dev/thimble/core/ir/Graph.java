package dev.thimble.core.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model as a list of nodes in an order in which each comes after its inputs. The input is a sequence of n token ids,
 * 1 ≤ n ≤ maxTokens; the last node is the output, the logits.
 *
 * @param name the model's name
 * @param maxTokens the longest sequence
 * @param nodes in order of computation, at least one
 */
public record Graph(String name, int maxTokens, List<Node> nodes) {
    private static final int ANY_ID = 1 << 16;

    /** Checks names, order and shapes. */
    public Graph {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty() || maxTokens < 1) {
            throw new IllegalArgumentException("empty graph");
        }
        Set<String> seen = new HashSet<>();
        for (Node node : nodes) {
            if (!seen.containsAll(node.inputs())) {
                throw new IllegalArgumentException(node.name() + " comes before its inputs " + node.inputs());
            }
            if (!seen.add(node.name())) {
                throw new IllegalArgumentException("two nodes are named " + node.name());
            }
        }
    }

    /** The node whose value is the result. */
    public Node output() {
        return nodes.get(nodes.size() - 1);
    }

    /** The node of that name. */
    public Node node(String wanted) {
        return nodes.stream()
                .filter(node -> node.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + wanted));
    }

    /** The nodes that read a node's value. */
    public List<Node> consumers(String name) {
        return nodes.stream().filter(node -> node.inputs().contains(name)).toList();
    }

    /** The same graph over other nodes. */
    public Graph withNodes(List<Node> others) {
        return new Graph(name, maxTokens, others);
    }

    /** The same graph for another longest sequence. */
    public Graph withMaxTokens(int tokens) {
        return new Graph(name, tokens, nodes);
    }

    /** How many token ids can be looked up: the rows of the smallest table of tokens, 65,536 where there is none. */
    public int vocabulary() {
        return nodes.stream()
                .map(Node::op)
                .filter(Op.Embedding.class::isInstance)
                .map(Op.Embedding.class::cast)
                .filter(op -> op.source() instanceof IndexSource.TokenId)
                .mapToInt(op -> op.table().rows())
                .min()
                .orElse(ANY_ID);
    }

    /**
     * Refuses a sequence that the model cannot take.
     *
     * @param ids token ids
     * @throws IllegalArgumentException unless there are 1 to maxTokens of them, each below the vocabulary's size
     */
    public void checkIds(int[] ids) {
        if (ids.length < 1 || ids.length > maxTokens) {
            throw new IllegalArgumentException(ids.length + " tokens, but 1 to " + maxTokens + " are possible");
        }
        int entries = vocabulary();
        for (int id : ids) {
            if (id < 0 || id >= entries) {
                throw new IllegalArgumentException("token id " + id + ", but the vocabulary has " + entries);
            }
        }
    }
}
