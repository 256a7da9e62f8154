/** Graphs as text and back: what goldens, {@code --stop-after} and a package's verifier read. */
package dev.thimble.core.text;
