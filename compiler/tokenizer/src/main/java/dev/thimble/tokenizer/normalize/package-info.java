/** The first step: text is cleaned, spaced, stripped of accents and made lower case. */
package dev.thimble.tokenizer.normalize;
