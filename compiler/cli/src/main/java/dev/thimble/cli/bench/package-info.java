/** Counts the instructions of whole inferences and of their steps. */
package dev.thimble.cli.bench;
