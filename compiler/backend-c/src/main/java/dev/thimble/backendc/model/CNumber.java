package dev.thimble.backendc.model;

/**
 * One number of a descriptor as a member of an image.
 *
 * @param name a C identifier
 * @param type a type of {@value #BYTES} bytes
 * @param value within the type's range
 */
public record CNumber(String name, CType type, long value) {
    /** What each takes of an image. */
    public static final int BYTES = 4;

    /** Checks the type. */
    public CNumber {
        if (type.bytes() != BYTES) {
            throw new IllegalArgumentException(name + ": " + type);
        }
    }
}
