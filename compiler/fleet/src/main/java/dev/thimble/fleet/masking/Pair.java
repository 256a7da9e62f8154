package dev.thimble.fleet.masking;

import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.update.wire.Octets;
import java.security.MessageDigest;

/**
 * What two devices of a roster have in common.
 *
 * @param roster digest of it
 */
record Pair(Octets roster) {
    /** Bytes of two shares, sealed: they are encrypted, and a code follows. */
    static final int SEALED_BYTES = 2 * X25519.BYTES + DeviceKey.BYTES;

    private static final int OPEN_BYTES = 2 * X25519.BYTES;

    private static Octets agreed(Octets secret, Octets publicKey) throws Refused {
        return X25519.agreed(secret, publicKey).orElseThrow(() -> new Refused(Reason.RANGE));
    }

    /**
     * The seed of their masks, the same for both.
     *
     * @param secret the masking secret of the one
     * @param publicKey the masking key of the other one
     * @throws Refused for {@link Reason#RANGE} where that is none
     */
    Octets seed(Octets secret, Octets publicKey) throws Refused {
        return Derived.from(agreed(secret, publicKey), "mask", roster);
    }

    /**
     * Shares that the one seals for the other one: exclusive or with a hash stream, then HMAC-SHA-256 of that. Both keys
     * are of this one message only.
     *
     * @param secret the sealing secret of who seals
     * @param from who seals
     * @param to for whom
     */
    Octets sealed(Octets secret, Octets from, Roster.Member to, Octets shares) throws Refused {
        Way way = new Way(agreed(secret, to.sealing()), from, to.device());
        Octets encrypted = way.crypted(shares);
        return new Octets(encrypted.hex() + way.code(encrypted).hex());
    }

    /**
     * Opens what was sealed.
     *
     * @param secret the sealing secret of whom it is for
     * @throws Refused for {@link Reason#MAC} where it was sealed by somebody else, for somebody else, or for another roster
     */
    Octets opened(Octets secret, Roster.Member from, Octets to, Octets sealed) throws Refused {
        Way way = new Way(agreed(secret, from.sealing()), from.device(), to);
        Octets encrypted = sealed.first(OPEN_BYTES);
        byte[] code = Parts.after(sealed, OPEN_BYTES).bytes();
        Refused.unless(MessageDigest.isEqual(code, way.code(encrypted).bytes()), Reason.MAC);
        return way.crypted(encrypted);
    }

    /** From the one to the other one. */
    private final class Way {
        private final Octets encrypting;
        private final Octets authenticating;

        Way(Octets agreed, Octets from, Octets to) {
            encrypting = Derived.from(agreed, "encrypt", roster, from, to);
            authenticating = Derived.from(agreed, "authenticate", roster, from, to);
        }

        /** There and back. */
        Octets crypted(Octets shares) {
            HashStream stream = new HashStream(encrypting.bytes());
            byte[] bytes = shares.bytes();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= (byte) stream.next();
            }
            return Octets.of(bytes);
        }

        Octets code(Octets encrypted) {
            return Octets.of(DeviceKey.of(authenticating.bytes()).mac(encrypted.bytes()));
        }
    }
}
