package dev.thimble.core.text;

/**
 * A graph in its two files: readable text, and the constants that the text names.
 *
 * @param text one line per constant and node
 * @param constants the constants' values, little-endian, in the order of the text
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes to a file and back
public record Printed(String text, byte[] constants) {}
