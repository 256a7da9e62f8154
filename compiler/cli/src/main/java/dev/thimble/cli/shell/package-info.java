/** What every command needs to know about where it runs: the checkout and the terminal. */
package dev.thimble.cli.shell;
