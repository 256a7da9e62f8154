package dev.thimble.fleet.strategy;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every update as it is, by device, for strategies that compare each with each. So that neither memory nor time can run
 * away, there are at most {@value #MOST_DEVICES}, and no more than {@value #MOST_BYTES} bytes of them.
 *
 * <p>Bytes: for each device, in the order of their ids, its id and its values.
 */
public final class Vectors implements Accumulator<Vectors> {
    /** The most devices, whose pairs are half a million. */
    static final int MOST_DEVICES = 1024;

    /** The most bytes of values. */
    static final int MOST_BYTES = 1 << 26;

    private final String strategy;
    private final int parameters;
    private final SortedMap<Octets, Delta> deltas = new TreeMap<>(Vectors::compare);

    private Vectors(String strategy, int parameters) {
        this.strategy = strategy;
        this.parameters = parameters;
    }

    /** Lower-case digits are in the order of the bytes. */
    private static int compare(Octets one, Octets other) {
        return one.hex().compareTo(other.hex());
    }

    /** Of no update, for a strategy whose word diagnostics give. */
    static Vectors of(String strategy, int parameters) {
        return new Vectors(strategy, parameters);
    }

    /** As they were written, in the place of none. */
    Vectors read(byte... bytes) {
        int each = UpdateRecord.DEVICE_BYTES + parameters;
        if (bytes.length % each != 0) {
            throw new IllegalArgumentException("these are no vectors of " + parameters + " parameters");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            byte[] device = new byte[UpdateRecord.DEVICE_BYTES];
            byte[] values = new byte[parameters];
            buffer.get(device).get(values);
            put(Octets.of(device), Delta.of(values));
        }
        return this;
    }

    private void put(Octets device, Delta delta) {
        int most = Math.min(MOST_DEVICES, MOST_BYTES / parameters);
        if (deltas.size() >= most) {
            throw new ThimbleException(FleetProblem.COHORT_LARGE.at("", strategy, most, parameters));
        }
        deltas.put(device, delta);
    }

    @Override
    public void add(Accepted update) {
        put(update.device(), update.content().delta(parameters).orElseThrow());
    }

    @Override
    public void merge(Vectors other) {
        other.deltas.forEach(this::put);
    }

    @Override
    public long devices() {
        return deltas.size();
    }

    @Override
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(deltas.size() * (UpdateRecord.DEVICE_BYTES + parameters));
        for (Map.Entry<Octets, Delta> entry : deltas.entrySet()) {
            buffer.put(entry.getKey().bytes()).put(entry.getValue().bytes());
        }
        return buffer.array();
    }

    /** All updates, in the order of their devices' ids. */
    List<Delta> inOrder() {
        return new ArrayList<>(deltas.values());
    }
}
