/** A package as a whole: put together and opened again. */
package dev.thimble.artifact;
