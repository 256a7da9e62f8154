package dev.thimble.core.diag;

import java.util.Locale;

/**
 * Text of others as a terminal may show it. What would move the cursor, change colours, turn the direction of writing or
 * be invisible is written as JSON would, <code>\u001b</code>: in names, labels, data and what programs print.
 */
public final class Shown {
    private static final int[][] HIDDEN = {
        {0x00, 0x1F}, // C0
        {0x7F, 0x9F}, // DEL, C1
        {0xAD, 0xAD}, // soft hyphen
        {0x34F, 0x34F}, // combining grapheme joiner
        {0x61C, 0x61C}, // Arabic letter mark
        {0x115F, 0x1160}, // Hangul fillers
        {0x180B, 0x180E}, // Mongolian selectors
        {0x200B, 0x200F}, // zero widths and marks of direction
        {0x2028, 0x202E}, // line and paragraph separator, embeddings and overrides
        {0x2060, 0x206F}, // word joiner, isolates, deprecated format characters
        {0x3164, 0x3164}, // Hangul filler
        {0xD800, 0xDFFF}, // half of a pair
        {0xFEFF, 0xFEFF}, // byte order mark
        {0xFFA0, 0xFFA0}, // half-width Hangul filler
        {0xFFF9, 0xFFFB}, // interlinear annotation
        {0xE0000, 0xE0FFF} // tags and selectors
    };

    private Shown() {}

    /** On one line: line ends are shown too. */
    public static String line(String text) {
        return shown(text, false);
    }

    /** On as many lines as it has; tabs, which only move on within a line, stay. */
    public static String lines(String text) {
        return shown(text, true);
    }

    private static String shown(String text, boolean keepLines) {
        if (text.codePoints().noneMatch(Shown::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (!isHidden(c) || (keepLines && (c == '\n' || c == '\t'))) {
                shown.appendCodePoint(c);
            } else {
                for (char half : Character.toChars(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int c) {
        for (int[] range : HIDDEN) {
            if (c <= range[1]) {
                return c >= range[0];
            }
        }
        return false;
    }
}
