package dev.thimble.backendc.model;

/**
 * A value as a step reads or writes it.
 *
 * @param pointer the C variable that points at the value's first row held
 * @param rows a C expression for the current block's first row
 * @param bits 8 or 16
 * @param width columns
 */
public record COperand(String pointer, String rows, int bits, int width) {}
