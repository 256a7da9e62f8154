package dev.thimble.core.text;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.FloatTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads back what {@link ConstantWriter} wrote. */
final class ConstantReader {
    private final List<Object> tensors = new ArrayList<>();
    private final ByteBuffer bytes;

    ConstantReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void read(String line) {
        String[] words = line.split(" ", -1);
        List<Integer> dims =
                Stream.of(words[2].split("x", -1)).map(Integer::valueOf).toList();
        int size = dims.stream().reduce(1, Math::multiplyExact);
        boolean real = words[1].equals("f32");
        tensors.add(real ? floats(words[3], dims, size) : integers(words[3], precision(words[1]), dims, size));
    }

    private static Precision precision(String name) {
        return Precision.valueOf(name.toUpperCase(Locale.ROOT));
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
        return (IntTensor) tensors.get(index(reference));
    }

    FloatTensor floats(String reference) {
        return (FloatTensor) tensors.get(index(reference));
    }

    private static int index(String reference) {
        return Integer.parseInt(reference.substring(1));
    }

    boolean isAtEnd() {
        return !bytes.hasRemaining();
    }
}
