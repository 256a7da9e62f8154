/** The stages of a compilation and a build, in order, and the package's folder. */
package dev.thimble.cli.pipeline;
