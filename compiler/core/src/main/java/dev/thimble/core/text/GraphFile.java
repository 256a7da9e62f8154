package dev.thimble.core.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines that both kinds of graph share: a first line that names the kind, the model's name, its longest sequence,
 * constants and nodes.
 */
record GraphFile(String name, int maxTokens, List<NodeLine> nodes, ConstantReader constants) {

    static Printed print(String kind, String name, int maxTokens, List<NodeLine> nodes, ConstantWriter constants) {
        List<String> lines = new ArrayList<>(List.of(kind, "name " + name, "max_tokens " + maxTokens));
        lines.addAll(constants.lines());
        nodes.forEach(node -> lines.add(node.print()));
        return new Printed(String.join("\n", lines) + "\n", constants.bytes());
    }

    static GraphFile parse(String kind, Printed printed) {
        List<String> lines = printed.text().lines().toList();
        if (lines.size() < 3 || !lines.get(0).equals(kind)) {
            throw new IllegalArgumentException("not a " + kind);
        }
        ConstantReader constants = new ConstantReader(printed.constants());
        List<NodeLine> nodes = new ArrayList<>();
        for (String line : lines.subList(3, lines.size())) {
            if (line.startsWith("constant ")) {
                constants.read(line);
            } else {
                nodes.add(NodeLine.parse(line));
            }
        }
        if (!constants.isAtEnd()) {
            throw new IllegalArgumentException("constants are left over");
        }
        return new GraphFile(
                lines.get(1).substring("name ".length()),
                Integer.parseInt(lines.get(2).substring("max_tokens ".length())),
                nodes,
                constants);
    }
}
