/** What packages are made of, byte by byte, and why one is refused. */
package dev.thimble.update.wire;
