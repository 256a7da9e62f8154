package dev.thimble.device.drive;

import java.io.ByteArrayOutputStream;

/**
 * A running model that takes part in a fleet's rounds, by the requests of {@code boards/_rounds/rounds.h}: a program on this
 * machine, or a firmware. It gets a task, learns by {@link #learn} as the task says, and makes a record of what changed.
 */
public interface FleetDevice extends LearningDevice {
    /** Bytes of a record that are read at once. */
    int MOST_RECORD_CHUNK = 4096;

    /**
     * Tells the device who it is.
     *
     * @param id 16 bytes
     * @param key 32 bytes
     * @param answered the round that it has answered last, of 32 bits; 0 for none
     */
    void enrol(byte[] id, byte[] key, long answered);

    /**
     * Gives it a task, which takes the place of one before.
     *
     * @param message as its server sealed it: one byte at least, and {@link UpdatableDevice#MOST_CHUNK} at most
     */
    Tasked task(byte[] message);

    /**
     * Begins with the weights of the image that answers, as the task says.
     *
     * @param seed of which kept examples are learned from again; not 0
     */
    Learned trainAsTasked(int seed);

    /**
     * Ends the training, and makes the record of it. The round is answered then.
     *
     * @param examples that were learned from, each as often as the task says
     * @param seed of noise, where the task asks for it; not 0
     */
    Recorded makeRecord(int examples, int seed);

    /** So many bytes of the record that was made last, from this one on; none where there are fewer. */
    byte[] recordBytes(int at, int count);

    /** A whole record, as long as no other training has begun. */
    default byte[] record(Recorded made) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < made.bytes(); at += MOST_RECORD_CHUNK) {
            bytes.writeBytes(recordBytes(at, Math.min(MOST_RECORD_CHUNK, made.bytes() - at)));
        }
        return bytes.toByteArray();
    }

    /**
     * Gives it a receipt.
     *
     * @param message as its server sealed it: one byte at least, and {@link UpdatableDevice#MOST_CHUNK} at most
     */
    Receipted receipt(byte[] message);
}
