/** Turns Hugging Face model folders into the float graph. */
package dev.thimble.frontend;
