/** The last step: ids are cut to length and put between special tokens. */
package dev.thimble.tokenizer.postprocess;
