package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The parameters of a trainable part, or by how much they change: signed 32-bit integers in units of 2^-24. */
public final class Parameters {
    /** Binary digits behind the point. */
    public static final int FRACTION_BITS = 24;

    private final int[] values;

    private Parameters(int... values) {
        this.values = values;
    }

    /** These. */
    public static Parameters of(int... values) {
        return new Parameters(values.clone());
    }

    /** So many, each given by its place. */
    public static Parameters of(int count, IntUnaryOperator value) {
        return new Parameters(IntStream.range(0, count).map(value).toArray());
    }

    /** As a file has them: four bytes each, the least significant first. */
    public static Parameters read(byte... bytes) {
        int[] values = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
        return new Parameters(values);
    }

    /** As a file has them. */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    /** The SHA-256 of {@link #bytes}. */
    public Octets digest() {
        return Octets.sha256(bytes());
    }

    /** How many there are. */
    public int size() {
        return values.length;
    }

    /** The one at a place. */
    public int value(int parameter) {
        return values[parameter];
    }

    /** All of them. */
    public int[] values() {
        return values.clone();
    }

    /** Each with its change; where the sum has more than 32 bits, the end of their range. */
    public Parameters plus(Parameters change) {
        return of(size(), i -> saturated((long) values[i] + change.values[i]));
    }

    /** A number, or the end of the range of 32 bits where it is beyond. */
    public static int saturated(long value) {
        return (int) Math.min(Math.max(value, Integer.MIN_VALUE), Integer.MAX_VALUE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters parameters && Arrays.equals(values, parameters.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
