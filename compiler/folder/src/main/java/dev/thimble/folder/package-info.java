/** The folder of a package: which of its files are Thimble's, who may write it, and how one takes another's place. */
package dev.thimble.folder;
