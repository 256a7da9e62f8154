/** The generated trainer: what the templates write of the steps that {@code core.train} has derived. */
package dev.thimble.backendc.train;
