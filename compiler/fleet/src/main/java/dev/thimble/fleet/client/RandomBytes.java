package dev.thimble.fleet.client;

import java.security.SecureRandom;

/** Where a device takes its random bytes from. */
@FunctionalInterface
public interface RandomBytes {
    /** The next one: 0 to 255, each as likely, whatever the others are. */
    int next();

    /** Those of this machine. */
    static RandomBytes secure() {
        SecureRandom random = new SecureRandom();
        byte[] one = new byte[1];
        return () -> {
            random.nextBytes(one);
            return Byte.toUnsignedInt(one[0]);
        };
    }

    /**
     * A number from 0 to one below the limit, each as likely. As many bytes as the limit less one has are taken, the least
     * significant first, and cut to its bits; where they make a number that is no less than the limit, others are taken.
     *
     * @param limit 1 or more
     */
    default long below(long limit) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(limit - 1);
        while (true) {
            long value = 0;
            for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                value |= (long) next() << shift;
            }
            value &= (1L << bits) - 1;
            if (value < limit) {
                return value;
            }
        }
    }
}
