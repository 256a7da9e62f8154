package dev.thimble.cli.bench;

/**
 * Means over the sentences of a file, each at its own length.
 *
 * @param count how many
 * @param tokens ids per sentence
 * @param instructions of the inference
 * @param tokenizer instructions of the tokenizer
 */
public record SentenceCosts(int count, double tokens, double instructions, double tokenizer) {}
