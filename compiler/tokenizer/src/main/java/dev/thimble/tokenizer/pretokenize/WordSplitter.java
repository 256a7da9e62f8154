package dev.thimble.tokenizer.pretokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Splits normalised text into words. */
public final class WordSplitter {
    private WordSplitter() {}

    /** The words in order, none of them empty. */
    public static List<int[]> split(PreTokenizer preTokenizer, int[] text) {
        List<int[]> words = new ArrayList<>();
        int at = 0;
        while (at < text.length) {
            CharKind kind = CharKind.of(preTokenizer, text[at]);
            int end = end(preTokenizer, text, at, kind);
            if (kind != CharKind.SPACE) {
                words.add(Arrays.copyOfRange(text, at, end));
            }
            at = end;
        }
        return words;
    }

    private static int end(PreTokenizer preTokenizer, int[] text, int from, CharKind kind) {
        int end = from + 1;
        boolean alone = preTokenizer == PreTokenizer.BERT && kind == CharKind.OTHER;
        while (!alone && end < text.length && CharKind.of(preTokenizer, text[end]) == kind) {
            end++;
        }
        return end;
    }
}
