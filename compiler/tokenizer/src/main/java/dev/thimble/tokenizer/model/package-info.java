/** The third step: a word becomes the ids of its pieces. */
package dev.thimble.tokenizer.model;
