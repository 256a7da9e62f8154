package dev.thimble.tokenizer.model;

import java.util.Map;

/** How a word becomes token ids. */
public sealed interface TokenModel permits WordPiece, Bpe {

    /** Every token with its id; ids are 0 or more and no id is there twice. */
    Map<String, Integer> vocabulary();
}
