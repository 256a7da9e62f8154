package dev.thimble.backendc.model;

/**
 * A pointer into the arena.
 *
 * @param name the C variable
 * @param type the C type it points to
 * @param offset bytes from the arena's start
 */
public record CPointer(String name, String type, long offset) {}
