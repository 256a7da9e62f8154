/** Packages: a SUIT manifest, its signature and a payload, written, read and checked as devices check them. */
package dev.thimble.update.pack;
