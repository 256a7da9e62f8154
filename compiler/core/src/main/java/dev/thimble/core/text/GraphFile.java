package dev.thimble.core.text;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.function.BiFunction;

/**
 * The lines that both kinds of graph share: a first line that names the kind, the model's name, its longest sequence,
 * constants and nodes.
 */
final class GraphFile {
    private static final String NAME = "name ";
    private static final String MAX_TOKENS = "max_tokens ";

    private GraphFile() {}

    /** Makes a graph of its name, its longest sequence and its nodes. */
    interface Maker<N, G> {
        G of(String name, int maxTokens, List<N> nodes);
    }

    static Printed print(String kind, String name, int maxTokens, List<NodeLine> nodes, ConstantWriter constants) {
        List<String> lines = new ArrayList<>(List.of(kind, NAME + name, MAX_TOKENS + maxTokens));
        lines.addAll(constants.lines());
        nodes.forEach(node -> lines.add(node.print()));
        return new Printed(String.join("\n", lines) + "\n", constants.bytes());
    }

    /** Reads a graph, or refuses it with the line that is wrong, the last one where something is missing: THM-0832. */
    static <N, G> G parse(
            String kind, Printed printed, BiFunction<NodeLine, ConstantReader, N> node, Maker<N, G> graph) {
        ListIterator<String> lines = printed.text().lines().toList().listIterator();
        try {
            if (!next(lines).equals(kind)) {
                throw new IllegalArgumentException("this kind is not named");
            }
            return graph.of(
                    after(NAME, lines),
                    Integer.parseInt(after(MAX_TOKENS, lines)),
                    nodes(lines, new ConstantReader(printed.constants()), node));
        } catch (IllegalArgumentException e) {
            throw new ThimbleException(InputProblem.GRAPH_DAMAGED.at("", kind, lines.nextIndex(), e.getMessage()), e);
        }
    }

    private static <N> List<N> nodes(
            ListIterator<String> lines, ConstantReader constants, BiFunction<NodeLine, ConstantReader, N> node) {
        List<N> nodes = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next();
            if (!constants.reads(line)) {
                nodes.add(node.apply(NodeLine.parse(line), constants));
            }
        }
        constants.checkThatNothingIsLeft();
        return nodes;
    }

    private static String next(ListIterator<String> lines) {
        return lines.hasNext() ? lines.next() : "";
    }

    private static String after(String start, ListIterator<String> lines) {
        String line = next(lines);
        if (!line.startsWith(start)) {
            throw new IllegalArgumentException("there is no " + start.strip());
        }
        return line.substring(start.length());
    }
}
