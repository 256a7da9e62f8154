package dev.thimble.core.text;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads back what {@link ConstantWriter} wrote. */
final class ConstantReader {
    private static final Pattern LINE = Pattern.compile("constant (f32|i8|i16|i32) (\\d+(?:x\\d+)?) (.*)");

    private final List<Object> tensors = new ArrayList<>();
    private final ByteBuffer bytes;

    ConstantReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a line if it is that of a constant. */
    boolean reads(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        List<Integer> dims =
                Stream.of(matcher.group(2).split("x", -1)).map(Integer::valueOf).toList();
        tensors.add(tensor(matcher.group(3), matcher.group(1), dims));
        return true;
    }

    private Object tensor(String name, String type, List<Integer> dims) {
        boolean real = type.equals("f32");
        Precision precision = real ? Precision.I32 : Precision.valueOf(type.toUpperCase(Locale.ROOT));
        long size = dims.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (size > bytes.remaining() / precision.bytes()) {
            throw new IllegalArgumentException("too few values for " + name);
        }
        return real ? floats(name, dims, (int) size) : integers(name, precision, dims, (int) size);
    }

    private FloatTensor floats(String name, List<Integer> dims, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = bytes.getFloat();
        }
        return dims.size() == 1
                ? FloatTensor.vector(name, values)
                : FloatTensor.matrix(name, dims.get(0), dims.get(1), values);
    }

    private IntTensor integers(String name, Precision precision, List<Integer> dims, int size) {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
            values[i] = switch (precision) {
                case I8 -> bytes.get();
                case I16 -> bytes.getShort();
                case I32 -> bytes.getInt();
            };
        }
        return IntTensor.of(name, precision, dims, values);
    }

    IntTensor integers(String reference) {
        return constant(reference, IntTensor.class);
    }

    FloatTensor floats(String reference) {
        return constant(reference, FloatTensor.class);
    }

    private <T> T constant(String reference, Class<T> type) {
        int index = reference.startsWith("@") ? Integer.parseInt(reference.substring(1)) : -1;
        if (index < 0 || index >= tensors.size() || !type.isInstance(tensors.get(index))) {
            throw new IllegalArgumentException("not a constant: " + reference);
        }
        return type.cast(tensors.get(index));
    }

    void checkThatNothingIsLeft() {
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException("constants are left over");
        }
    }
}
