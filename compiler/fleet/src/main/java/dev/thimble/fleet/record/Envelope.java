package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.util.Optional;

/** What records and letters have in common on the outside. */
public final class Envelope {
    private Envelope() {}

    /** The device that bytes say they are of, if they are a record or a letter; nothing of them is believed. */
    public static Optional<Octets> device(byte... bytes) {
        try {
            return Optional.of(Mac0.parse(bytes).device());
        } catch (Refused e) {
            return Optional.empty();
        }
    }
}
