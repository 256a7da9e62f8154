package dev.thimble.flink.job;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What is kept of records: an accumulator of those that count, the others by their reason, and the devices of which another
 * record counted than the one that should have. Folds are merged in any order to the same bytes.
 *
 * @param <A> what the strategy keeps of updates
 */
public final class Fold<A extends Accumulator<A>> {
    private final Strategy<A> strategy;
    private final Task task;
    private final A all;
    private final Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    private final SortedMap<String, String> outdone = new TreeMap<>();

    private Fold(Strategy<A> strategy, Task task) {
        this.strategy = strategy;
        this.task = task;
        this.all = strategy.empty(task);
    }

    /** Of no record. */
    static <A extends Accumulator<A>> Fold<A> empty(Strategy<A> strategy, Task task) {
        return new Fold<>(strategy, task);
    }

    /** Of the records that another one was of when it wrote these bytes. */
    public static <A extends Accumulator<A>> Fold<A> read(Strategy<A> strategy, Task task, byte... bytes) {
        Fold<A> fold = empty(strategy, task);
        fold.merge(bytes);
        return fold;
    }

    /** Takes in a record that counts. */
    void take(Accepted update) {
        all.add(update);
    }

    /** Counts one that does not. */
    void refuse(Reason reason) {
        refused.merge(reason, 1L, Long::sum);
    }

    /** Notes a device of which another record counted before one of a lower code came. */
    void outdo(String device, String code) {
        outdone.merge(device, code, BinaryOperator.minBy(Comparator.naturalOrder()));
    }

    /** Takes in what another one wrote. */
    void merge(byte... bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (Reason reason : Reason.values()) {
                long count = in.readLong();
                if (count > 0) {
                    refused.merge(reason, count, Long::sum);
                }
            }
            for (int left = in.readInt(); left > 0; left--) {
                outdo(in.readUTF(), in.readUTF());
            }
            all.merge(strategy.read(task, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It as bytes, for another process: a count for each reason, the devices that were noted, the accumulator. */
    byte[] bytes() {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            for (Reason reason : Reason.values()) {
                out.writeLong(refused.getOrDefault(reason, 0L));
            }
            out.writeInt(outdone.size());
            for (Map.Entry<String, String> device : outdone.entrySet()) {
                out.writeUTF(device.getKey());
                out.writeUTF(device.getValue());
            }
            out.write(all.bytes());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The accumulator of those that count. */
    public A all() {
        return all;
    }

    /** How many do not count, for each reason that occurred. */
    public Map<Reason, Long> refused() {
        return Collections.unmodifiableMap(refused);
    }

    /** The devices of which another record counted than the one of the lowest code, with that code. */
    public SortedMap<String, String> outdone() {
        return Collections.unmodifiableSortedMap(outdone);
    }
}
