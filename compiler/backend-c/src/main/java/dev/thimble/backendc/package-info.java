/** Writes the C package: a typed model of the C, templates, and a folder that is there whole or not at all. */
package dev.thimble.backendc;
