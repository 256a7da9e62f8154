package dev.thimble.backendc.model;

import dev.thimble.core.target.Section;
import java.util.List;

/**
 * Constants as one C structure: the offset of each is known when the C is compiled, and the whole can lie anywhere at a
 * multiple of {@link CArray#ALIGNMENT} bytes. There is no padding but what {@link CArray#room()} adds.
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
