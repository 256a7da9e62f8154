package dev.thimble.backendc;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CSection;
import dev.thimble.backendc.model.CType;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the constants of a model; equal content is stored once. */
final class ConstantPool {
    private final String prefix;
    private final Map<Content, CArray> arrays = new LinkedHashMap<>();

    private record Content(Precision precision, CSection section, IntBuffer values) {}

    ConstantPool(String modelName) {
        this.prefix = "thimble_" + modelName + "_";
    }

    /** The C name of a tensor, stored under this name unless the same content is there already. */
    String add(String name, IntTensor tensor, CSection section) {
        Content content = new Content(tensor.precision(), section, IntBuffer.wrap(tensor.toArray()));
        return arrays.computeIfAbsent(content, missing -> array(name, tensor, section))
                .name();
    }

    private CArray array(String name, IntTensor tensor, CSection section) {
        return CArray.of(
                prefix + CNames.identifier(name),
                type(tensor.precision()),
                section,
                tensor.name() + " " + tensor.dims(),
                tensor.size(),
                tensor::at);
    }

    private static CType type(Precision precision) {
        return switch (precision) {
            case I8 -> CType.I8;
            case I16 -> CType.I16;
            case I32 -> CType.I32;
        };
    }

    List<CArray> arrays() {
        return new ArrayList<>(arrays.values());
    }
}
