package dev.thimble.backendc.tokenizer;

import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.pretokenize.CharKind;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The dictionaries of a WordPiece model: tokens that begin a word and tokens that continue one. */
final class TokenTable {
    private static final int LONGEST = 254;

    private final WordPiece model;
    private final PreTokenizer preTokenizer;
    private final CharTable chars;
    private final CharCode code;
    private int longest;

    TokenTable(WordPiece model, PreTokenizer preTokenizer, CharTable chars) {
        this.model = model;
        this.preTokenizer = preTokenizer;
        this.chars = chars;
        this.code = new CharCode(chars.count());
    }

    void write(Tables out) {
        SortedMap<byte[], Integer> first = new TreeMap<>(Arrays::compareUnsigned);
        SortedMap<byte[], Integer> next = new TreeMap<>(Arrays::compareUnsigned);
        for (Map.Entry<String, Integer> entry : model.vocabulary().entrySet()) {
            String token = entry.getKey();
            add(first, token, entry.getValue());
            if (token.startsWith(model.prefix())) {
                add(next, token.substring(model.prefix().length()), entry.getValue());
            }
        }
        FrontCodedTable.write("first", first, out);
        FrontCodedTable.write("next", next, out);
        out.scalar("max_word_chars", model.maxWordChars());
        out.scalar("two_bytes_from", code.twoBytesFrom());
        out.scalar("longest", longest);
        out.scalar("unknown_id", model.unknownId());
    }

    private void add(SortedMap<byte[], Integer> dictionary, String token, int id) {
        int[] text = token.codePoints().toArray();
        if (isPossible(text)) {
            byte[] bytes = code.encode(numbers(text));
            Tables.limit(bytes.length, "bytes in one token", LONGEST);
            longest = Math.max(longest, bytes.length);
            dictionary.put(bytes, id);
        }
    }

    private int[] numbers(int[] text) {
        int[] numbers = new int[text.length];
        for (int i = 0; i < text.length; i++) {
            numbers[i] = chars.number(text[i]).orElseThrow();
        }
        return numbers;
    }

    /** Whether a word can hold the text; tokens such as {@code [PAD]}, which no word can, are left out. */
    private boolean isPossible(int[] text) {
        return text.length > 0 && text.length <= model.maxWordChars() && isKnown(text) && isOneWord(text);
    }

    private boolean isKnown(int[] text) {
        for (int codePoint : text) {
            if (chars.number(codePoint).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean isOneWord(int[] text) {
        CharKind kind = chars.kind(text[0]);
        boolean alone = preTokenizer == PreTokenizer.BERT && kind == CharKind.OTHER;
        return alone ? text.length == 1 : areOfKind(text, kind);
    }

    private boolean areOfKind(int[] text, CharKind kind) {
        for (int codePoint : text) {
            if (chars.kind(codePoint) != kind) {
                return false;
            }
        }
        return true;
    }
}
