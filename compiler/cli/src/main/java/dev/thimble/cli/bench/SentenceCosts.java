package dev.thimble.cli.bench;

import java.util.Optional;

/**
 * Means over the sentences of a file, each at its own length.
 *
 * @param count how many
 * @param tokens ids per sentence
 * @param inference without the tokenizer
 * @param tokenizer alone
 */
public record SentenceCosts(int count, double tokens, Mean inference, Mean tokenizer) {
    /**
     * A mean.
     *
     * @param instructions executed
     * @param cycles where they are estimated
     */
    public record Mean(double instructions, Optional<Double> cycles) {}
}
