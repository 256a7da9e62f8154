package dev.thimble.frontend.tokenizer;

import dev.thimble.tokenizer.TokenizerSpec;
import java.util.OptionalInt;

/**
 * A tokenizer with what its files say beside it.
 *
 * @param spec the tokenizer
 * @param longest the most ids that a text is to have, special ids included, if the files say so; 1 or more
 */
public record ReadTokenizer(TokenizerSpec spec, OptionalInt longest) {}
