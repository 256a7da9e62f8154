package dev.thimble.fleet.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Bytes that follow from a seed: SHA-256 of the seed and a counter of four bytes, little-endian, which begins at 0; one
 * digest behind the other. Who does not know the seed cannot tell them from random ones.
 */
public final class HashStream implements RandomBytes {
    /** Bytes of a seed. */
    public static final int SEED_BYTES = 32;

    private final ByteBuffer input;
    private int counter;
    private byte[] digest = new byte[0];
    private int at;

    /** Those of a seed. */
    public HashStream(byte... seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has " + SEED_BYTES + " bytes");
        }
        this.input = ByteBuffer.allocate(SEED_BYTES + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, seed);
    }

    @Override
    public int next() {
        if (at == digest.length) {
            digest = sha256(input.putInt(SEED_BYTES, counter).array());
            counter++;
            at = 0;
        }
        return Byte.toUnsignedInt(digest[at++]);
    }

    /** The next four bytes, the least significant first. */
    int nextWord() {
        int word = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            word |= next() << shift;
        }
        return word;
    }

    private static byte[] sha256(byte... bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
