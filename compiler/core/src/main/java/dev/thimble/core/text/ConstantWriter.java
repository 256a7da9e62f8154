package dev.thimble.core.text;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        byte[] values = new byte[tensor.bytes()];
        ByteBuffer buffer = littleEndian(values);
        for (int i = 0; i < tensor.size(); i++) {
            switch (precision) {
                case I8 -> buffer.put((byte) tensor.at(i));
                case I16 -> buffer.putShort((short) tensor.at(i));
                case I32 -> buffer.putInt(tensor.at(i));
            }
        }
        bytes.writeBytes(values);
        return describe(tensor.name(), precision.name().toLowerCase(Locale.ROOT), tensor.dims());
    }

    String add(FloatTensor tensor) {
        byte[] values = new byte[tensor.size() * Float.BYTES];
        ByteBuffer buffer = littleEndian(values);
        for (int i = 0; i < tensor.size(); i++) {
            buffer.putFloat(tensor.at(i));
        }
        bytes.writeBytes(values);
        return describe(tensor.name(), "f32", tensor.dims());
    }

    private static ByteBuffer littleEndian(byte[] values) {
        return ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
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
