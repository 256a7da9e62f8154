package dev.thimble.fleet.record;

import java.util.Arrays;

/**
 * By how much each parameter changed, quantised: the change in parameter units is the value times 2^shift, where the task
 * says the shift. Values of a device are -127 to 127.
 */
public final class Delta {
    /** The largest value, and the smallest one without its sign. */
    public static final int MOST = 127;

    private final byte[] values;

    private Delta(byte... values) {
        this.values = values;
    }

    /** One value for each parameter. */
    public static Delta of(byte... values) {
        return new Delta(values.clone());
    }

    /** How many parameters it is for. */
    public int size() {
        return values.length;
    }

    /** The value of a parameter. */
    public int value(int parameter) {
        return values[parameter];
    }

    /** A new array of the values. */
    public byte[] bytes() {
        return values.clone();
    }

    /** The sum of the squares. */
    public long squaredNorm() {
        long sum = 0;
        for (byte value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** Whether the one value is absent that no device sends, for it has no opposite. */
    boolean isInRange() {
        for (byte value : values) {
            if (value == Byte.MIN_VALUE) {
                return false;
            }
        }
        return true;
    }

    /** How many values are 0. */
    int zeros() {
        int zeros = 0;
        for (byte value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Delta delta && Arrays.equals(values, delta.values);
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
