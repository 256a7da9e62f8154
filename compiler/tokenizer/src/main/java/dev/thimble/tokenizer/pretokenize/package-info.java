/** The second step: normalised text is split into words. */
package dev.thimble.tokenizer.pretokenize;
