/** Builds a package for the host and its board, and adds to its report what was measured. */
package dev.thimble.artifact.build;
