/** The stages of a compilation, in order. */
package dev.thimble.pipeline;
