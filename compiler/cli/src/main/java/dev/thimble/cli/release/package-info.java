/** Puts a folder together that works without the sources that it was made of. */
package dev.thimble.cli.release;
