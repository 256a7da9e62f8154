package dev.thimble.core.tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
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
        IntPredicate removed = TABLES::isRemoved;
        return Arrays.stream(text)
                .filter(removed.negate())
                .map(c -> TABLES.isBlank(c) ? ' ' : c)
                .toArray();
    }

    private static int[] spaceChinese(int[] text) {
        return Arrays.stream(text)
                .mapMulti((c, out) -> {
                    if (TABLES.isChinese(c)) {
                        accept(out, ' ', c, ' ');
                    } else {
                        out.accept(c);
                    }
                })
                .toArray();
    }

    private static int[] stripAccents(int[] text) {
        int[] decomposed = Arrays.stream(text)
                .mapMulti((c, out) -> accept(out, TABLES.decomposed(c)))
                .toArray();
        sortMarks(decomposed);
        return Arrays.stream(decomposed).filter(c -> !TABLES.isMark(c)).toArray();
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
        return Arrays.stream(text)
                .mapMulti((c, out) -> accept(out, TABLES.lower(c)))
                .toArray();
    }

    private static void accept(IntConsumer out, int... codePoints) {
        for (int codePoint : codePoints) {
            out.accept(codePoint);
        }
    }
}
