package dev.thimble.tokenizer.normalize;

/**
 * BERT's normaliser; the switches act in the order in which they stand here.
 *
 * @param cleanText drops control characters and turns every blank into a space
 * @param handleChineseChars puts spaces around each Chinese character
 * @param stripAccents decomposes (NFD) and drops nonspacing marks; in tokenizer.json null means "as lowercase"
 * @param lowercase lower-cases each character for itself
 */
public record BertNormalizer(boolean cleanText, boolean handleChineseChars, boolean stripAccents, boolean lowercase)
        implements Normalizer {}
