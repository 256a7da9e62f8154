package dev.thimble.backendc;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CNumber;
import dev.thimble.backendc.model.CStruct;
import dev.thimble.backendc.model.CType;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.target.Section;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the constants of a model in structures, and tells how the C reads each. */
final class ConstantPool {
    private static final int HALF = 32;

    private final String modelName;
    private final Constants form;
    private final Map<Content, CArray> arrays = new LinkedHashMap<>();
    private final List<CNumber> numbers = new ArrayList<>();

    /** What is stored once; the name only where equal content is not shared. */
    private record Content(String name, Precision precision, Section section, IntBuffer values) {}

    ConstantPool(String modelName, Constants form) {
        this.modelName = modelName;
        this.form = form;
    }

    /** The C expression of a tensor. */
    String array(String name, IntTensor tensor, Section section) {
        return switch (form) {
            case LINKED -> "thimble_" + modelName + "_" + section.word() + "." + store("", name, tensor, section);
            case LOADED -> "image->" + store(name, name, tensor, Section.WEIGHTS);
        };
    }

    private String store(String key, String name, IntTensor tensor, Section section) {
        Content content = new Content(key, tensor.precision(), section, IntBuffer.wrap(tensor.toArray()));
        return arrays.computeIfAbsent(content, missing -> cArray(name, tensor, section))
                .name();
    }

    private static CArray cArray(String name, IntTensor tensor, Section section) {
        CArray array = CArray.of(
                CNames.identifier(name),
                type(tensor.precision()),
                section,
                tensor.name() + " " + tensor.dims(),
                tensor.size(),
                tensor::at);
        return array.bytes() < CArray.LINE ? array : array.inLines();
    }

    private static CType type(Precision precision) {
        return switch (precision) {
            case I8 -> CType.I8;
            case I16 -> CType.I16;
            case I32 -> CType.I32;
        };
    }

    /** The C expression of a number, of type {@code int32_t}. */
    String signed(String name, int value) {
        return number(name, CType.I32, value);
    }

    /** The C expression of a number that is 0 or more, of type {@code uint32_t}. */
    String unsigned(String name, long value) {
        return number(name, CType.U32, value);
    }

    private String number(String name, CType type, long value) {
        return switch (form) {
            case LINKED -> type.literal(value);
            case LOADED -> {
                CNumber number = new CNumber(CNames.identifier(name), type, value);
                numbers.add(number);
                yield "image->" + number.name();
            }
        };
    }

    /** The C expression of a number that is 0 or more, of type {@code int64_t}; an image has it in two halves. */
    String wide(String name, long value) {
        return switch (form) {
            case LINKED -> "INT64_C(" + value + ")";
            case LOADED -> {
                String high = unsigned(name + "_high", value >>> HALF);
                yield "(int64_t)((uint64_t)" + high + " << " + HALF + " | "
                        + unsigned(name + "_low", value & 0xFFFF_FFFFL) + ")";
            }
        };
    }

    /** One structure for each section that has any constant, or the image. */
    List<CStruct> structs() {
        return switch (form) {
            case LINKED ->
                Section.constants().stream()
                        .map(section -> CStruct.of(section.word(), section, List.of(), arrays(section)))
                        .filter(struct -> !struct.arrays().isEmpty())
                        .toList();
            case LOADED -> List.of(CStruct.of("image", Section.WEIGHTS, numbers, arrays(Section.WEIGHTS)));
        };
    }

    private List<CArray> arrays(Section section) {
        return arrays.values().stream()
                .filter(array -> array.section() == section)
                .toList();
    }
}
