/**
 * Text to token ids exactly as Hugging Face's library does it: an immutable specification and the reference tokenizer
 * that the generated C is compared with.
 */
package dev.thimble.tokenizer;
