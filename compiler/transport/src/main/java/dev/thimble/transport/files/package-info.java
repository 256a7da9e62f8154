/** Messages as files of a folder that server and devices share. */
package dev.thimble.transport.files;
