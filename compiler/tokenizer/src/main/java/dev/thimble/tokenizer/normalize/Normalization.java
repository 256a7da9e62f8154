package dev.thimble.tokenizer.normalize;

import dev.thimble.tokenizer.unicode.CodePoints;
import dev.thimble.tokenizer.unicode.UnicodeTables;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Applies a {@link Normalizer} to code points. */
public final class Normalization {
    private static final UnicodeTables TABLES = UnicodeTables.get();

    private Normalization() {}

    /** The normalised text. */
    public static int[] apply(Normalizer normalizer, int[] text) {
        if (normalizer instanceof BertNormalizer bert) {
            return bert(bert, text);
        }
        return text.clone();
    }

    private static int[] bert(BertNormalizer bert, int[] text) {
        int[] cleaned = bert.cleanText() ? clean(text) : text;
        int[] spaced = bert.handleChineseChars() ? spaceChinese(cleaned) : cleaned;
        int[] stripped = bert.stripAccents() ? stripAccents(spaced) : spaced;
        return bert.lowercase() ? lower(stripped) : stripped.clone();
    }

    private static int[] clean(int[] text) {
        CodePoints out = new CodePoints(text.length);
        for (int c : text) {
            if (!TABLES.isRemoved(c)) {
                out.add(TABLES.isBlank(c) ? ' ' : c);
            }
        }
        return out.toArray();
    }

    private static int[] spaceChinese(int[] text) {
        CodePoints out = new CodePoints(text.length);
        for (int c : text) {
            if (TABLES.isChinese(c)) {
                out.add(new int[] {' ', c, ' '});
            } else {
                out.add(c);
            }
        }
        return out.toArray();
    }

    private static int[] stripAccents(int[] text) {
        CodePoints decomposed = new CodePoints(text.length);
        for (int c : text) {
            TABLES.decompose(c, decomposed);
        }
        int[] sorted = decomposed.toArray();
        sortMarks(sorted);
        return withoutMarks(sorted);
    }

    private static int[] withoutMarks(int[] text) {
        CodePoints out = new CodePoints(text.length);
        for (int c : text) {
            if (!TABLES.isMark(c)) {
                out.add(c);
            }
        }
        return out.toArray();
    }

    /** Canonical ordering: every run of code points of non-zero class is sorted by class, equals stay in order. */
    private static void sortMarks(int[] text) {
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || TABLES.combiningClass(text[i]) == 0) {
                sortRun(text, start, i);
                start = i + 1;
            }
        }
    }

    private static void sortRun(int[] text, int from, int to) {
        if (to - from < 2) {
            return;
        }
        List<Integer> run = Arrays.stream(text, from, to).boxed().collect(Collectors.toList());
        run.sort(Comparator.comparing(TABLES::combiningClass));
        for (int i = from; i < to; i++) {
            text[i] = run.get(i - from);
        }
    }

    private static int[] lower(int[] text) {
        CodePoints out = new CodePoints(text.length);
        for (int c : text) {
            TABLES.lower(c, out);
        }
        return out.toArray();
    }
}
