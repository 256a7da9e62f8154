/** What Hugging Face's library takes each code point for. */
package dev.thimble.tokenizer.unicode;
