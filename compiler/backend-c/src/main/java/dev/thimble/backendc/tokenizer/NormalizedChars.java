package dev.thimble.backendc.tokenizer;

import dev.thimble.tokenizer.normalize.Normalization;
import dev.thimble.tokenizer.normalize.Normalizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** What a normaliser makes of every code point for itself. */
final class NormalizedChars {
    /** One more than the largest code point. */
    static final int END = Character.MAX_CODE_POINT + 1;

    private static final int CHUNK = 4096;
    /** Stands between the code points that are normalised together; no normaliser changes it or joins it to others. */
    private static final int FENCE = '0';

    /** There are few normalisers, and asking one about every code point takes long. */
    private static final Map<Normalizer, NormalizedChars> KNOWN = new ConcurrentHashMap<>();

    /** By code point; none where the form is the code point itself. */
    private final int[][] forms = new int[END][];

    private final BitSet results = new BitSet();

    /** What this normaliser makes, found out once in a process. */
    static NormalizedChars under(Normalizer normalizer) {
        return KNOWN.computeIfAbsent(normalizer, NormalizedChars::new);
    }

    private NormalizedChars(Normalizer normalizer) {
        for (int from = 0; from < END; from += CHUNK) {
            normalize(normalizer, from);
        }
    }

    static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private void normalize(Normalizer normalizer, int from) {
        int[] fenced = new int[2 * CHUNK];
        Arrays.fill(fenced, FENCE);
        for (int i = 0; i < CHUNK; i++) {
            fenced[2 * i] = from + i == FENCE || isSurrogate(from + i) ? 'a' : from + i;
        }
        int[] all = Normalization.apply(normalizer, fenced);
        int start = 0;
        for (int i = 0; i < CHUNK; i++) {
            int end = start;
            while (all[end] != FENCE) {
                end++;
            }
            record(from + i, all, start, end);
            start = end + 1;
        }
    }

    private void record(int codePoint, int[] all, int start, int end) {
        if (codePoint == FENCE || isSurrogate(codePoint)) {
            results.set(codePoint, codePoint == FENCE);
            return;
        }
        for (int i = start; i < end; i++) {
            results.set(all[i]);
        }
        if (end - start != 1 || all[start] != codePoint) {
            forms[codePoint] = Arrays.copyOfRange(all, start, end);
        }
    }

    /** Whether the normalised form is another. */
    boolean isChanged(int codePoint) {
        return forms[codePoint] != null;
    }

    /** The normalised form. */
    int[] of(int codePoint) {
        return isChanged(codePoint) ? forms[codePoint] : new int[] {codePoint};
    }

    /** The code points that are part of any normalised form. */
    IntStream results() {
        return results.stream();
    }

    /** Whether the code point is part of any normalised form. */
    boolean isResult(int codePoint) {
        return results.get(codePoint);
    }
}
