package dev.thimble.tokenizer.pretokenize;

import dev.thimble.tokenizer.unicode.UnicodeTables;

/** What a pre-tokenizer takes a normalised character for. */
public enum CharKind {
    /** Separates words and belongs to none. */
    SPACE,
    /** Joins with its neighbours of the same kind. */
    WORD,
    /** {@link PreTokenizer#BERT}: a word of its own. {@link PreTokenizer#WHITESPACE}: joins with its like. */
    OTHER;

    /** The kind of one code point. */
    public static CharKind of(PreTokenizer preTokenizer, int codePoint) {
        UnicodeTables tables = UnicodeTables.get();
        return switch (preTokenizer) {
            case BERT -> of(tables.isBertSpace(codePoint), !tables.isBertPunctuation(codePoint));
            case WHITESPACE -> of(tables.isRegexSpace(codePoint), tables.isRegexWord(codePoint));
            case NONE -> WORD;
        };
    }

    private static CharKind of(boolean space, boolean word) {
        if (space) {
            return SPACE;
        }
        return word ? WORD : OTHER;
    }
}
