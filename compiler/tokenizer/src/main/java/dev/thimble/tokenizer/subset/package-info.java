/** Which entries of a tokenizer can go without a word becoming unknown, and the tokenizer without them. */
package dev.thimble.tokenizer.subset;
