package dev.thimble.tokenizer.pretokenize;

/** How normalised text is split into words. */
public enum PreTokenizer {
    /** Blanks separate, each punctuation character is a word. */
    BERT,
    /** Runs of word characters and runs of other characters that are not blank are words. */
    WHITESPACE,
    /** The whole text is one word. */
    NONE
}
