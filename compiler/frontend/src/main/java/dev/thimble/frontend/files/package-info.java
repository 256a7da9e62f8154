/** Reads the files of a model folder: which there are, how long they may be, and what their JSON must be. */
package dev.thimble.frontend.files;
