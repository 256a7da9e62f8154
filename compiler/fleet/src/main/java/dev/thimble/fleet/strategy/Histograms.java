package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How often each value occurs, by parameter: all that order statistics need, in memory that does not depend on the number
 * of devices. At most 2^31 - 1 of them are counted.
 *
 * <p>Bytes: the number of devices, eight of them, and the counters, four each: those of -127 to 127 of the first parameter,
 * then those of the next.
 */
public final class Histograms implements Accumulator<Histograms> {
    private static final int VALUES = 2 * Delta.MOST + 1;

    private final int parameters;
    private final int[] counters;
    private int devices;

    private Histograms(int parameters) {
        this.parameters = parameters;
        this.counters = new int[parameters * VALUES];
    }

    /** Of no update. */
    static Histograms of(Task task) {
        return new Histograms(task.parameters());
    }

    /** As they were written, in the place of none. */
    Histograms read(byte... bytes) {
        if (bytes.length != Long.BYTES + Integer.BYTES * counters.length) {
            throw new IllegalArgumentException("these are no histograms of " + parameters + " parameters");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        devices = Math.toIntExact(buffer.getLong());
        buffer.asIntBuffer().get(counters);
        return this;
    }

    @Override
    public void add(Accepted update) {
        Delta delta = update.content().delta(parameters).orElseThrow();
        devices = Math.addExact(devices, 1);
        for (int i = 0; i < parameters; i++) {
            counters[i * VALUES + delta.value(i) + Delta.MOST]++;
        }
    }

    @Override
    public void merge(Histograms other) {
        devices = Math.addExact(devices, other.devices);
        Arrays.setAll(counters, i -> counters[i] + other.counters[i]);
    }

    @Override
    public long devices() {
        return devices;
    }

    @Override
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + Integer.BYTES * counters.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(devices).asIntBuffer().put(counters);
        return buffer.array();
    }

    /** The value of a parameter that so many are before, when all are in order. */
    int ranked(int parameter, long before) {
        long passed = 0;
        int value = -Delta.MOST - 1;
        while (passed <= before) {
            value++;
            passed += count(parameter, value);
        }
        return value;
    }

    /** The sum of the values of a parameter without so many at either end of their order. */
    long trimmedSum(int parameter, long dropped) {
        long sum = 0;
        long passed = 0;
        for (int value = -Delta.MOST; value <= Delta.MOST; value++) {
            long from = Math.max(passed, dropped);
            passed += count(parameter, value);
            sum += value * Math.max(0, Math.min(passed, devices - dropped) - from);
        }
        return sum;
    }

    private int count(int parameter, int value) {
        return counters[parameter * VALUES + value + Delta.MOST];
    }
}
