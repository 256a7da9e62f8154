/** Builds a package and puts what only the linker knows into its report. */
package dev.thimble.cli.build;
