package dev.thimble.tokenizer.model;

import java.util.function.IntConsumer;

/** Turns one word into ids. */
public interface WordEncoder {

    /** Hands over the ids of a word of at least one code point, in order. */
    void encode(int[] word, IntConsumer ids);

    /** The encoder of a model. */
    static WordEncoder of(TokenModel model) {
        if (model instanceof Bpe bpe) {
            return new BpeEncoder(bpe);
        }
        return new WordPieceEncoder((WordPiece) model);
    }
}
