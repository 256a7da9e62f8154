package dev.thimble.update;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.stream.Collectors;

/** Bytes as tests need them. */
final class Bytes {
    private Bytes() {}

    static byte[] concatenate(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] random(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A copy in which one bit is another; bit 0 is the lowest of the first byte. */
    static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return copy;
    }

    static byte[] sha256(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(concatenate(parts));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sizes of chunks as the lines of {@link UpdateProgram} have them. */
    static String sizes(Random random) {
        return random.ints(1 + random.nextInt(6), 1, 1 + (1 << random.nextInt(9)))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }
}
