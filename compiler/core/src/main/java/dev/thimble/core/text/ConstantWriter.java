package dev.thimble.core.text;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers the constants of a graph and collects their values. */
final class ConstantWriter {
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The reference to a constant, such as {@code @3}. */
    String add(IntTensor tensor) {
        Precision precision = tensor.precision();
        for (int i = 0; i < tensor.size(); i++) {
            write(tensor.at(i), precision.bytes());
        }
        return describe(tensor.name(), precision.name().toLowerCase(Locale.ROOT), tensor.dims());
    }

    String add(FloatTensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            write(Float.floatToRawIntBits(tensor.at(i)), Float.BYTES);
        }
        return describe(tensor.name(), "f32", tensor.dims());
    }

    private void write(int value, int count) {
        for (int i = 0; i < count; i++) {
            bytes.write(value >> (8 * i));
        }
    }

    private String describe(String name, String type, List<Integer> dims) {
        String shape = dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
        lines.add("constant " + type + " " + shape + " " + name.replaceAll("\\s", "_"));
        return "@" + (lines.size() - 1);
    }

    List<String> lines() {
        return lines;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
