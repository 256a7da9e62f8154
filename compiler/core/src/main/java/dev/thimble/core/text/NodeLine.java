package dev.thimble.core.text;

import dev.thimble.core.ir.Rows;
import dev.thimble.core.ir.Shape;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One node as a line: {@code name = operator(input, input) field=value : nx128 tail}.
 *
 * @param name the node
 * @param operator its operator
 * @param inputs its inputs' names
 * @param fields the operator's attributes, in order
 * @param shape the result's shape
 * @param tail what follows the shape: the quantisation, or nothing
 */
record NodeLine(String name, String operator, List<String> inputs, Fields fields, Shape shape, String tail) {
    private static final Pattern LINE =
            Pattern.compile("(\\S+) = (\\w+)\\(([^)]*)\\)((?: \\S+=\\S+)*) : ([n1])x(\\d+)(?: (.*))?");

    String print() {
        String head = name + " = " + operator + "(" + String.join(", ", inputs) + ")" + fields.print();
        return (head + " : " + shape + " " + tail).stripTrailing();
    }

    static NodeLine parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a node: " + line);
        }
        Fields fields = new Fields();
        words(matcher.group(4), " ").forEach(field -> {
            int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        });
        Rows rows = matcher.group(5).equals("n") ? Rows.TOKENS : Rows.ONE;
        Shape shape = new Shape(rows, Integer.parseInt(matcher.group(6)));
        String tail = matcher.group(7) == null ? "" : matcher.group(7);
        return new NodeLine(matcher.group(1), matcher.group(2), words(matcher.group(3), ", "), fields, shape, tail);
    }

    private static List<String> words(String text, String separator) {
        return Stream.of(text.split(separator, -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
