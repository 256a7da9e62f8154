/** Targets that classify, and what is done with their answers. */
package dev.thimble.cli.run;
