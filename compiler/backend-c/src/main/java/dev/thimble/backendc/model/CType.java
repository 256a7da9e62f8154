package dev.thimble.backendc.model;

/** The element types of constant arrays in the C. */
public enum CType {
    /** {@code int8_t}. */
    I8("int8_t", 1),
    /** {@code uint8_t}. */
    U8("uint8_t", 1),
    /** {@code int16_t}. */
    I16("int16_t", 2),
    /** {@code uint16_t}. */
    U16("uint16_t", 2),
    /** {@code int32_t}. */
    I32("int32_t", 4),
    /** {@code uint32_t}. */
    U32("uint32_t", 4);

    private final String c;
    private final int bytes;

    CType(String c, int bytes) {
        this.c = c;
        this.bytes = bytes;
    }

    /** The type's name in C. */
    public String c() {
        return c;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** A value as a C constant that has this type, or int where that is narrower. */
    public String literal(long value) {
        if (this == U32) {
            return value + "u";
        }
        // -2^31 has no literal of type int
        return value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : Long.toString(value);
    }
}
