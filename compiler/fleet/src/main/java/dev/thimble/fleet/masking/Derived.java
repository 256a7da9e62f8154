package dev.thimble.fleet.masking;

import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.update.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Secrets that follow from others: HMAC-SHA-256 under a secret, of a word and of what it is for. */
final class Derived {
    private Derived() {}

    /**
     * A secret of 32 bytes. Who does not know the one that it follows from cannot tell it from a random one, whatever others
     * he knows.
     *
     * @param word that no other use of the same secret has
     * @param context always of the same lengths for a word
     */
    static Octets from(Octets secret, String word, Octets... context) {
        byte[][] parts = Stream.concat(
                        Stream.of(word.getBytes(StandardCharsets.US_ASCII)),
                        Stream.of(context).map(Octets::bytes))
                .toArray(byte[][]::new);
        return Octets.of(DeviceKey.of(secret.bytes()).mac(parts));
    }
}
