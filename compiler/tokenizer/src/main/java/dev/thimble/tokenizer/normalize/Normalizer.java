package dev.thimble.tokenizer.normalize;

/** What is done to the text before it is split into words. */
public sealed interface Normalizer permits BertNormalizer, NoNormalizer {}
