/** Sentences, token ids and labels from files. */
package dev.thimble.verify.data;
