/** Graphs as text and back: what goldens, {@code --dump} and a package's verifier read. */
package dev.thimble.core.text;
