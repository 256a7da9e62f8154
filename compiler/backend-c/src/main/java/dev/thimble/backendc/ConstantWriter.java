package dev.thimble.backendc;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CImage;
import dev.thimble.backendc.model.CModel;
import dev.thimble.backendc.model.CNumber;
import dev.thimble.backendc.model.CStruct;
import dev.thimble.core.target.Section;
import java.util.List;

/** Writes constants as C text; big arrays are written here and not looped in a template. */
final class ConstantWriter {
    private static final int LINE = 110;

    private ConstantWriter() {}

    /** The definitions of several arrays, each by itself. */
    static String arrays(List<CArray> arrays) {
        StringBuilder text = new StringBuilder();
        for (CArray array : arrays) {
            text.append("\n/* ").append(array.comment()).append(" */\n");
            section(array.section(), text);
            text.append("const ").append(array.type().c()).append(' ').append(array.name());
            text.append('[').append(array.size()).append("] = {\n");
            elements(array, "   ", text);
            text.append("};\n");
        }
        return text.toString();
    }

    /** The definitions of a model's structures. */
    static String structures(CModel model) {
        StringBuilder text = new StringBuilder();
        for (CStruct struct : model.structs()) {
            String name = "thimble_" + model.name() + "_" + struct.suffix();
            text.append('\n');
            section(struct.section(), text);
            if (struct.alignment() > CArray.ALIGNMENT) {
                text.append("THIMBLE_ALIGNED(").append(struct.alignment()).append(")\n");
            }
            text.append("const struct ").append(name).append(' ').append(name).append(" = {\n");
            model.image().ifPresent(image -> header(image, text));
            numbers(struct, text);
            members(struct.arrays(), text);
            model.image().ifPresent(image -> members(image.parts(), text));
            text.append("};\n");
        }
        return text.toString();
    }

    private static void section(Section section, StringBuilder text) {
        text.append("THIMBLE_IN_SECTION(\"").append(section.linkerName()).append("\")\n");
    }

    private static void header(CImage image, StringBuilder text) {
        text.append("    {").append(String.join(", ", image.literals())).append("},\n");
    }

    private static void numbers(CStruct struct, StringBuilder text) {
        for (CNumber number : struct.numbers()) {
            text.append("    ").append(number.type().literal(number.value()));
            text.append(", /* ").append(number.name()).append(" */\n");
        }
    }

    private static void members(List<CArray> arrays, StringBuilder text) {
        for (CArray array : arrays) {
            text.append("    /* ").append(array.name()).append(": ");
            text.append(array.comment()).append(" */\n    {\n");
            elements(array, "       ", text);
            text.append("    },\n");
        }
    }

    private static void elements(CArray array, String indent, StringBuilder text) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < array.size(); i++) {
            String element = " " + array.type().literal(array.at(i)) + ",";
            if (line.length() + element.length() > LINE) {
                text.append(line).append('\n');
                line.setLength(indent.length());
            }
            line.append(element);
        }
        text.append(line).append('\n');
    }
}
