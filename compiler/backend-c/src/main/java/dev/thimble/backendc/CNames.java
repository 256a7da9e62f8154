package dev.thimble.backendc;

import java.util.Locale;

/** Names of the graph as names of the C. */
final class CNames {
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
        for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            boolean plain = b >= ' ' && b < 127 && b != '"' && b != '\\' && b != '?';
            literal.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\%03o", b & 0xFF));
        }
        return literal.append('"').toString();
    }
}
