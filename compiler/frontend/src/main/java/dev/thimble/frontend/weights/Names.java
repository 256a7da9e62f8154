package dev.thimble.frontend.weights;

import com.fasterxml.jackson.databind.node.TextNode;

/** Names of a stranger's file, as diagnostics show them. */
public final class Names {
    private static final int SHOWN = 120;

    private Names() {}

    /** A name as JSON writes it, so that control characters of a hostile file never reach the terminal. */
    public static String quoted(String name) {
        return abbreviated(TextNode.valueOf(name).toString());
    }

    /** The beginning of a text on one line. */
    public static String abbreviated(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.codePointCount(0, text.length()) <= SHOWN ? shown.toString() : shown + "...";
    }
}
