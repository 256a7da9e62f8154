package dev.thimble.backendc.tokenizer;

import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.pretokenize.CharKind;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The dictionaries of a WordPiece model: tokens that begin a word and tokens that continue one. */
final class TokenTable {
    private static final int LONGEST = 254;

    /** Beyond so many bytes of tokens, strings that many of them hold get codes, and buckets are larger. */
    private static final int LARGE = 1 << 15;

    /** Leaves three quarters of the codes to strings. */
    private static final int FEW_LITERALS = 64;

    private static final int BUCKET = 16;
    private static final int LARGE_BUCKET = 32;

    private final WordPiece model;
    private final PreTokenizer preTokenizer;
    private final CharTable chars;

    TokenTable(WordPiece model, PreTokenizer preTokenizer, CharTable chars) {
        this.model = model;
        this.preTokenizer = preTokenizer;
        this.chars = chars;
    }

    void write(Tables out) {
        Dictionaries plain = new Dictionaries(StringCode.CODES);
        Tables.limit(plain.longest, "bytes in one token", LONGEST);
        Dictionaries chosen = plain.bytes() > LARGE ? orSmaller(plain) : plain;
        chosen.write(chosen == plain ? BUCKET : LARGE_BUCKET, out);
        out.scalar("max_word_chars", model.maxWordChars());
        out.scalar("unknown_id", model.unknownId());
    }

    /** With fewer literals, rare characters take two bytes: a token may become too long by that. */
    private Dictionaries orSmaller(Dictionaries plain) {
        if (!CharCode.isPossible(chars.count(), FEW_LITERALS)) {
            return plain;
        }
        Dictionaries coded = new Dictionaries(FEW_LITERALS);
        return coded.longest > LONGEST ? plain : coded;
    }

    /** The tokens in the code of so many literals. */
    private final class Dictionaries {
        private final int literals;
        private final CharCode code;
        private final SortedMap<byte[], Integer> first = new TreeMap<>(Arrays::compareUnsigned);
        private final SortedMap<byte[], Integer> next = new TreeMap<>(Arrays::compareUnsigned);
        private int longest;

        Dictionaries(int literals) {
            this.literals = literals;
            this.code = new CharCode(chars.count(), literals);
            for (Map.Entry<String, Integer> entry : model.vocabulary().entrySet()) {
                String token = entry.getKey();
                add(first, token, entry.getValue());
                if (token.startsWith(model.prefix())) {
                    add(next, token.substring(model.prefix().length()), entry.getValue());
                }
            }
        }

        private void add(SortedMap<byte[], Integer> dictionary, String token, int id) {
            int[] text = token.codePoints().toArray();
            if (isPossible(text)) {
                byte[] bytes = code.encode(numbers(text));
                longest = Math.max(longest, bytes.length);
                dictionary.put(bytes, id);
            }
        }

        long bytes() {
            return Stream.of(first, next)
                    .flatMap(dictionary -> dictionary.keySet().stream())
                    .mapToLong(token -> token.length)
                    .sum();
        }

        void write(int bucket, Tables out) {
            FrontCodedTable begins = new FrontCodedTable(first, bucket);
            FrontCodedTable goesOn = new FrontCodedTable(next, bucket);
            StringCode strings = new StringCode(literals);
            strings.learn(Stream.of(begins, goesOn)
                    .flatMap(table -> table.rests().stream())
                    .toList());
            begins.write("first", strings, out);
            goesOn.write("next", strings, out);
            strings.write(out);
            out.scalar("bucket_bits", Integer.numberOfTrailingZeros(bucket));
            out.scalar("two_bytes_from", code.twoBytesFrom());
            out.scalar("longest", longest);
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
