package dev.thimble.transport;

import dev.thimble.update.wire.Octets;

/** What came for the server. */
public final class Sent {
    private final Octets device;
    private final byte[] record;
    private final Runnable handling;

    /**
     * By a device's way.
     *
     * @param record the bytes
     * @param handling to be done when it need not come again
     */
    public Sent(Octets device, byte[] record, Runnable handling) {
        this.device = device;
        this.record = record.clone();
        this.handling = handling;
    }

    /** By whose way it came; whether it is its own, its code tells. */
    public Octets device() {
        return device;
    }

    /** A new array of the bytes. */
    public byte[] record() {
        return record.clone();
    }

    /** Tells whatever carried it that it need not come again. */
    public void handled() {
        handling.run();
    }
}
