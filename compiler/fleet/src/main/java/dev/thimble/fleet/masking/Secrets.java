package dev.thimble.fleet.masking;

import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.update.wire.Octets;

/**
 * All that a device keeps secret in a round, which follows from one seed: so it has to keep no more than that, and says
 * the same again when it is asked again.
 *
 * @param seed {@value HashStream#SEED_BYTES} random bytes, of this round only
 */
record Secrets(Octets seed) {
    /** Those of a new seed. */
    static Secrets random(RandomBytes random) {
        byte[] seed = new byte[HashStream.SEED_BYTES];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) random.next();
        }
        return new Secrets(Octets.of(seed));
    }

    /** By which shares are sealed for others, and those of others are opened. */
    Octets sealing() {
        return Derived.from(seed, "sealing key");
    }

    /** By which the seeds of masks are agreed on. */
    Octets masking() {
        return Derived.from(seed, "masking key");
    }

    /** The seed of the mask that no other device knows. */
    Octets own() {
        return Derived.from(seed, "own mask");
    }

    /** The share of {@link #masking} that is at a place. */
    Octets maskingShare(int threshold, int place) {
        return share(masking(), "masking key's shares", threshold, place);
    }

    /** The share of {@link #own} that is at a place. */
    Octets ownShare(int threshold, int place) {
        return share(own(), "own mask's shares", threshold, place);
    }

    private Octets share(Octets secret, String word, int threshold, int place) {
        HashStream coefficients = new HashStream(Derived.from(seed, word).bytes());
        return Shamir.share(secret, threshold, place, coefficients);
    }

    /** What everyone may know of them. */
    Roster.Member member(Octets device) {
        return new Roster.Member(device, X25519.publicKey(sealing()), X25519.publicKey(masking()));
    }
}
