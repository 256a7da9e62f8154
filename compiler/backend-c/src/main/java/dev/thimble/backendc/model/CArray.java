package dev.thimble.backendc.model;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** A constant array of the generated C. Immutable. */
public final class CArray {
    private final String name;
    private final CType type;
    private final CSection section;
    private final String comment;
    private final long[] values;

    private CArray(String name, CType type, CSection section, String comment, long[] values) {
        this.name = name;
        this.type = type;
        this.section = section;
        this.comment = comment;
        this.values = values;
    }

    /**
     * An array of {@code size} elements.
     *
     * @param name a C identifier
     * @param comment one line for the reader: shape, unit or formula
     * @param value the element at an index, within the type's range
     */
    public static CArray of(
            String name, CType type, CSection section, String comment, int size, IntToLongFunction value) {
        long[] values = IntStream.range(0, size).mapToLong(value).toArray();
        return new CArray(name, type, section, comment, values);
    }

    /** The identifier. */
    public String name() {
        return name;
    }

    /** The element type. */
    public CType type() {
        return type;
    }

    /** Where the linker finds it. */
    public CSection section() {
        return section;
    }

    /** What a reader should know. */
    public String comment() {
        return comment;
    }

    /** Number of elements. */
    public int size() {
        return values.length;
    }

    /** One element. */
    public long at(int index) {
        return values[index];
    }

    /** Bytes in flash. */
    public long bytes() {
        return (long) values.length * type.bytes();
    }
}
