package dev.thimble.backendc.model;

/**
 * An array of char that holds a text, where C has no literal for it.
 *
 * @param name the array's
 * @param values its elements, the zero at its end too
 */
public record CText(String name, String values) {}
