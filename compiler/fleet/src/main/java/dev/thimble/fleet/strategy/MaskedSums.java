package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sums of masked words modulo 2^32. A word of one device says nothing; in the sum of all whose masks belong together the
 * masks are gone, and what is left is the weighted sum of values of each parameter, and behind them that of examples.
 *
 * <p>Bytes: the number of devices, eight of them, and the words, four each.
 */
public final class MaskedSums implements Accumulator<MaskedSums> {
    private final int[] words;
    private long devices;

    private MaskedSums(int parameters) {
        this.words = new int[parameters + 1];
    }

    /** Of no update. */
    static MaskedSums of(Task task) {
        return new MaskedSums(task.parameters());
    }

    /** As they were written, in the place of none. */
    MaskedSums read(byte... bytes) {
        if (bytes.length != Long.BYTES + Integer.BYTES * words.length) {
            throw new IllegalArgumentException("these are no " + words.length + " words");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        devices = buffer.getLong();
        buffer.asIntBuffer().get(words);
        return this;
    }

    @Override
    public void add(Accepted update) {
        if (!(update.content() instanceof Content.Masked masked)) {
            throw new IllegalArgumentException("the task has masks, and this update has none");
        }
        int[] more = masked.words();
        devices++;
        Arrays.setAll(words, i -> words[i] + more[i]);
    }

    /**
     * Adds what takes away masks that are left: those that a device that did not answer would have added, and less each
     * device's own.
     *
     * @param masks one for each word
     */
    public void recover(int... masks) {
        Arrays.setAll(words, i -> words[i] + masks[i]);
    }

    @Override
    public void merge(MaskedSums other) {
        devices += other.devices;
        Arrays.setAll(words, i -> words[i] + other.words[i]);
    }

    @Override
    public long devices() {
        return devices;
    }

    @Override
    public byte[] bytes() {
        ByteBuffer buffer =
                ByteBuffer.allocate(Long.BYTES + Integer.BYTES * words.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(devices).asIntBuffer().put(words);
        return buffer.array();
    }

    /** The examples of all devices, once the masks are gone. */
    long examples() {
        return Integer.toUnsignedLong(words[words.length - 1]);
    }

    /** The mean of the changes, weighted by examples: floor(x + 1/2). */
    Parameters mean(int shift) {
        return Parameters.of(words.length - 1, i -> Rounding.mean(words[i], shift, examples()));
    }
}
