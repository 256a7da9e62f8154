package dev.thimble.core.tokenizer;

/** The text stays as it is. */
public record NoNormalizer() implements Normalizer {}
