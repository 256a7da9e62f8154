package dev.thimble.frontend.checkpoint;

/**
 * A file of an archive, found to lie in it.
 *
 * @param name the file's name
 * @param start the first byte of what stands before it
 * @param from its first byte
 * @param length its bytes as they are stored
 * @param checksum CRC-32 of these, as the directory says
 * @param isStored whether the bytes are the file's own, and not compressed or encrypted
 * @param headerBytes of its entry in the directory
 */
record ZipEntry(String name, int start, int from, int length, int checksum, boolean isStored, int headerBytes) {}
