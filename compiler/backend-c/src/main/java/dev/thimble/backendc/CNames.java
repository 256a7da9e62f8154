package dev.thimble.backendc;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names of the graph as names of the C. */
final class CNames {
    private static final int LONGEST_LITERAL = 4095;
    private static final int CHARACTERS_A_LINE = 16;

    private CNames() {}

    /** {@code layer.0.norm} as {@code layer_0_norm}. */
    static String identifier(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }

    /** An upper-case macro prefix. */
    static String macro(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** A C string literal of ASCII only; other bytes of its UTF-8 are written in octal, which cannot run on. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            literal.append(character(b));
        }
        return literal.append('"').toString();
    }

    private static String character(byte b) {
        boolean plain = b >= ' ' && b < 127 && b != '"' && b != '\'' && b != '\\' && b != '?';
        return plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\%03o", b & 0xFF);
    }

    /** Whether a C99 compiler need not take this as a string literal: it has more than 4,095 bytes (5.2.4.1). */
    static boolean isTooLongForLiteral(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length > LONGEST_LITERAL;
    }

    /** The same bytes, and a zero behind them, as the initialiser of an array of char, for which there is no such limit. */
    static String characters(String text) {
        StringBuilder values = new StringBuilder();
        int column = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            values.append(column++ % CHARACTERS_A_LINE == 0 ? "\n    " : " ");
            values.append('\'').append(character(b)).append("',");
        }
        return values.append(" 0\n").toString();
    }
}
