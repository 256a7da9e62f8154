package dev.thimble.tokenizer.normalize;

/** The text stays as it is. */
public record NoNormalizer() implements Normalizer {}
