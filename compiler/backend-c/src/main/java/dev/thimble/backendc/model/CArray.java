package dev.thimble.backendc.model;

import dev.thimble.core.target.Section;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** A constant array of the generated C. Immutable. */
public final class CArray {
    /** Kernels read words of four bytes: each member of a structure starts at a multiple of this. */
    public static final int ALIGNMENT = 4;

    /**
     * The line of common controllers of flash. What is as long as one starts at a multiple of it: so what a step of a
     * loop reads lies in one line, for which a flash that waits lets a core wait once.
     */
    public static final int LINE = 16;

    private final String name;
    private final CType type;
    private final Section section;
    private final String comment;
    private final int alignment;
    private final long[] values;

    private CArray(String name, CType type, Section section, String comment, int alignment, long[] values) {
        this.name = name;
        this.type = type;
        this.section = section;
        this.comment = comment;
        this.alignment = alignment;
        this.values = values;
    }

    /**
     * An array of {@code size} elements.
     *
     * @param name a C identifier
     * @param section one of {@link Section#constants()}
     * @param comment one line for the reader: shape, unit or formula
     * @param value the element at an index, within the type's range
     */
    public static CArray of(
            String name, CType type, Section section, String comment, int size, IntToLongFunction value) {
        if (!Section.constants().contains(section)) {
            throw new IllegalArgumentException(name + ": no constants lie in " + section);
        }
        long[] values = IntStream.range(0, size).mapToLong(value).toArray();
        return new CArray(name, type, section, comment, ALIGNMENT, values);
    }

    /** The same under another name. */
    public CArray named(String other) {
        return new CArray(other, type, section, comment, alignment, values);
    }

    /** The same at a multiple of {@link #LINE} bytes. */
    public CArray inLines() {
        return new CArray(name, type, section, comment, LINE, values);
    }

    /** The identifier. */
    public String name() {
        return name;
    }

    /** The element type. */
    public CType type() {
        return type;
    }

    /** As a member of a structure it starts at a multiple of so many bytes. */
    public int alignment() {
        return alignment;
    }

    /** Where the linker finds it. */
    public Section section() {
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

    /** Number of elements as a member of a structure: zeros fill it up to a multiple of {@link #alignment} bytes. */
    public int room() {
        int each = Math.max(1, alignment / type.bytes());
        return (values.length + each - 1) / each * each;
    }

    /** Bytes as a member of a structure. */
    public long roomBytes() {
        return (long) room() * type.bytes();
    }

    /** One element. */
    public long at(int index) {
        return values[index];
    }

    /** Bytes of the elements. */
    public long bytes() {
        return (long) values.length * type.bytes();
    }
}
