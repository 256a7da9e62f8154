package dev.thimble.backendc.model;

import dev.thimble.core.target.Section;
import java.util.List;
import java.util.stream.Stream;

/**
 * Constants as one C structure: the offset of each is known when the C is compiled, and the whole can lie anywhere at a
 * multiple of {@link CArray#ALIGNMENT} bytes, at one of {@link #alignment()} with what that is for. There is no padding
 * but what {@link CArray#room()} adds and {@link #of} puts before arrays that lie in lines.
 *
 * @param suffix the structure's tag and the object's name are {@code thimble_NAME_} and this
 * @param section where the linker finds it
 * @param numbers its first members
 * @param arrays its other members
 */
public record CStruct(String suffix, Section section, List<CNumber> numbers, List<CArray> arrays) {
    /** Copies the lists. */
    public CStruct {
        numbers = List.copyOf(numbers);
        arrays = List.copyOf(arrays);
    }

    /** Numbers, which code reaches with short offsets, then the arrays that lie in lines, then the others. */
    public static CStruct of(String suffix, Section section, List<CNumber> numbers, List<CArray> arrays) {
        List<CArray> inLines = arrays.stream().filter(CStruct::isInLines).toList();
        Stream<CArray> others = arrays.stream().filter(array -> !isInLines(array));
        int missing = inLines.isEmpty() ? 0 : Math.floorMod(-numbers.size(), CArray.LINE / CNumber.BYTES);
        Stream<CArray> first = missing == 0 ? Stream.empty() : Stream.of(filling(section, missing));
        return new CStruct(
                suffix,
                section,
                numbers,
                Stream.of(first, inLines.stream(), others).flatMap(each -> each).toList());
    }

    private static boolean isInLines(CArray array) {
        return array.alignment() == CArray.LINE;
    }

    /** Its name has no part of a node behind it, as those of constants have. */
    private static CArray filling(Section section, int words) {
        return CArray.of("to_line", CType.U32, section, "fills up", words, i -> 0);
    }

    /** The structure should start at a multiple of so many bytes. */
    public int alignment() {
        return arrays.stream().mapToInt(CArray::alignment).max().orElse(CArray.ALIGNMENT);
    }

    /** Bytes before an array. */
    public long offset(String array) {
        long before = arrays.stream()
                .takeWhile(each -> !each.name().equals(array))
                .mapToLong(CArray::roomBytes)
                .sum();
        if (arrays.stream().noneMatch(each -> each.name().equals(array))) {
            throw new IllegalArgumentException("no array " + array);
        }
        return (long) CNumber.BYTES * numbers.size() + before;
    }

    /** Bytes of the members. */
    public long bytes() {
        return (long) CNumber.BYTES * numbers.size()
                + arrays.stream().mapToLong(CArray::roomBytes).sum();
    }
}
