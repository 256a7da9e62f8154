package dev.thimble.fleet.client;

import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Task;
import java.util.function.LongUnaryOperator;

/** Makes 8-bit values of a clipped change, so that their norm is within the task's too. */
final class Quantizing {
    private Quantizing() {}

    /**
     * The change in steps of 2^shift, rounded half up and saturated; rounded towards zero where those are too long together.
     *
     * @param clipped of a norm that is at most the task's clip
     */
    static Delta quantized(long[] clipped, Task task) {
        int shift = task.shift();
        long half = (1L << shift) >> 1;
        Delta nearest = delta(clipped, value -> (value + half) >> shift);
        return nearest.squaredNorm() <= task.squaredClip()
                ? nearest
                : delta(clipped, value -> value < 0 ? -(-value >> shift) : value >> shift);
    }

    private static Delta delta(long[] clipped, LongUnaryOperator steps) {
        byte[] values = new byte[clipped.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = saturated(steps.applyAsLong(clipped[i]));
        }
        return Delta.of(values);
    }

    /** A value that a record may have. */
    static byte saturated(long value) {
        return (byte) Math.min(Math.max(value, -Delta.MOST), Delta.MOST);
    }
}
