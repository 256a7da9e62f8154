package dev.thimble.fleet.masking;

import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.update.wire.Octets;
import java.util.Map;

/**
 * Shares of a secret (Shamir 1979), each byte for itself: any so many of them as the threshold says give it, and fewer say
 * nothing of it. A byte is an element of {@link Field}, so that at most 255 devices have shares; a share is no longer
 * than the secret, and nothing is ever thrown away, which a prime near 2^8 or 2^256 would need.
 */
final class Shamir {
    private Shamir() {}

    /**
     * A share: the value at a place of the polynomials that are the secret at 0.
     *
     * @param threshold one more than the degree: 1 to 255
     * @param place 1 to 255, another one for each share
     * @param coefficients of the polynomials, which must be the same for each share: as many as the secret has bytes for
     *     each power, the highest first
     */
    static Octets share(Octets secret, int threshold, int place, RandomBytes coefficients) {
        byte[] values = new byte[secret.count()];
        for (int power = threshold - 1; power > 0; power--) {
            for (int i = 0; i < values.length; i++) {
                values[i] = times(place, values[i] ^ coefficients.next());
            }
        }
        byte[] last = secret.bytes();
        for (int i = 0; i < values.length; i++) {
            values[i] ^= last[i];
        }
        return Octets.of(values);
    }

    private static byte times(int place, int value) {
        return (byte) Field.product(place, value & 0xFF);
    }

    /**
     * The secret of shares.
     *
     * @param shares by their places: at least as many as the threshold
     */
    static Octets secret(Map<Integer, Octets> shares) {
        byte[] secret = new byte[shares.values().iterator().next().count()];
        shares.forEach((place, share) -> {
            int weight = weight(place, shares.keySet());
            byte[] values = share.bytes();
            for (int i = 0; i < secret.length; i++) {
                secret[i] ^= times(weight, values[i]);
            }
        });
        return Octets.of(secret);
    }

    /** Lagrange's at 0: the product of other / (other - place), where a difference is a sum. */
    private static int weight(int place, Iterable<Integer> places) {
        int weight = 1;
        for (int other : places) {
            if (other != place) {
                weight = Field.product(weight, Field.product(other, Field.inverse(other ^ place)));
            }
        }
        return weight;
    }
}
