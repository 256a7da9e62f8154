package dev.thimble.tokenizer;

/**
 * A token that is found in the text before words are split off, such as {@code [SEP]}.
 *
 * @param id its id, 0 or more
 * @param content its text, not empty
 * @param normalized true: looked for in the normalised text, with its own content normalised; false: looked for in the
 *     text as it was typed
 */
public record AddedToken(int id, String content, boolean normalized) {}
