/** Reads {@code tokenizer.json} and {@code vocab.txt} into the tokenizer's specification. */
package dev.thimble.frontend.tokenizer;
