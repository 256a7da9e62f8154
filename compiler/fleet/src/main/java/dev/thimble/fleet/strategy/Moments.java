package dev.thimble.fleet.strategy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Means of earlier changes and of their squares, by parameter, as FedAdam keeps them; others keep none. */
public final class Moments {
    /** Those of no round. */
    public static final Moments NONE = new Moments(new double[0]);

    private final double[] firstThenSecond;

    private Moments(double... firstThenSecond) {
        this.firstThenSecond = firstThenSecond;
    }

    /** These; both for as many parameters. */
    static Moments of(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return new Moments(both);
    }

    /** As a file has them: the first ones, then the second ones, each as eight bytes of IEEE 754, little-endian. */
    public static Moments read(byte... bytes) {
        double[] both = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(both);
        return new Moments(both);
    }

    /** As a file has them. */
    public byte[] bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(Double.BYTES * firstThenSecond.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(firstThenSecond);
        return bytes.array();
    }

    /** How many parameters they are of. */
    public int size() {
        return firstThenSecond.length / 2;
    }

    double first(int parameter) {
        return firstThenSecond[parameter];
    }

    double second(int parameter) {
        return firstThenSecond[size() + parameter];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Moments moments && Arrays.equals(firstThenSecond, moments.firstThenSecond);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(firstThenSecond);
    }
}
