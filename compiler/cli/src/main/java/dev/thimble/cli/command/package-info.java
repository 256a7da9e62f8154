/** The commands, one class each. */
package dev.thimble.cli.command;
