package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sums of values by parameter, each value times its device's weight. A value is at most 127 and a weight at most 4,096, so
 * that 64 bits hold the sums of 2^44 devices.
 *
 * <p>Bytes: the number of devices, the sum of their weights, and the sums, eight bytes each.
 */
public final class Sums implements Accumulator<Sums> {
    private static final int HEAD = 2;

    private final boolean weighted;
    private final long[] sums;
    private long devices;
    private long weight;

    private Sums(boolean weighted, int parameters) {
        this.weighted = weighted;
        this.sums = new long[parameters];
    }

    /** Of no update; each counts as often as its device has examples. */
    static Sums weighted(Task task) {
        return new Sums(true, task.parameters());
    }

    /** Of no update; each counts once. */
    static Sums unweighted(Task task) {
        return new Sums(false, task.parameters());
    }

    /** As they were written, in the place of none. */
    Sums read(byte... bytes) {
        if (bytes.length != Long.BYTES * (HEAD + sums.length)) {
            throw new IllegalArgumentException("these are no sums of " + sums.length + " parameters");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        devices = buffer.getLong();
        weight = buffer.getLong();
        buffer.asLongBuffer().get(sums);
        return this;
    }

    @Override
    public void add(Accepted update) {
        Delta delta = update.content().delta(sums.length).orElseThrow();
        int factor = weighted ? update.examples() : 1;
        devices++;
        weight += factor;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (long) factor * delta.value(i);
        }
    }

    @Override
    public void merge(Sums other) {
        devices += other.devices;
        weight += other.weight;
        Arrays.setAll(sums, i -> sums[i] + other.sums[i]);
    }

    @Override
    public long devices() {
        return devices;
    }

    @Override
    public byte[] bytes() {
        ByteBuffer buffer =
                ByteBuffer.allocate(Long.BYTES * (HEAD + sums.length)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(devices).putLong(weight).asLongBuffer().put(sums);
        return buffer.array();
    }

    /** The mean of the changes, weighted as they were added: floor(x + 1/2). */
    Parameters mean(int shift) {
        return Parameters.of(sums.length, i -> Rounding.mean(sums[i], shift, weight));
    }

    /** The sum of the values of a parameter. */
    long sum(int parameter) {
        return sums[parameter];
    }
}
