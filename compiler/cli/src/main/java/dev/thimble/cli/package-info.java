/** The thimble command. */
package dev.thimble.cli;
