/** Compiling into a folder, for the commands that do. */
package dev.thimble.cli.make;
