package dev.thimble.backendc;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CType;
import java.util.List;

/** Writes constant arrays as C text; big arrays are written here and not looped in a template. */
final class ArrayWriter {
    private static final int LINE = 110;

    private ArrayWriter() {}

    /** The definitions of several arrays. */
    static String definitions(List<CArray> arrays) {
        StringBuilder text = new StringBuilder();
        arrays.forEach(array -> define(array, text));
        return text.toString();
    }

    private static void define(CArray array, StringBuilder text) {
        text.append("\n/* ").append(array.comment()).append(" */\n");
        text.append("THIMBLE_IN_SECTION(\"").append(array.section().section()).append("\")\n");
        text.append("const ").append(array.type().c()).append(' ').append(array.name());
        text.append('[').append(array.size()).append("] = {\n");
        StringBuilder line = new StringBuilder("   ");
        for (int i = 0; i < array.size(); i++) {
            String element = " " + literal(array, i) + ",";
            if (line.length() + element.length() > LINE) {
                text.append(line).append('\n');
                line.setLength(3);
            }
            line.append(element);
        }
        text.append(line).append("\n};\n");
    }

    private static String literal(CArray array, int index) {
        long value = array.at(index);
        if (array.type() == CType.U32) {
            return value + "u";
        }
        // -2^31 has no literal of type int
        return value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : Long.toString(value);
    }
}
