package dev.thimble.update.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A few bytes as a value: a digest, the id of a key.
 *
 * @param hex two lower-case hexadecimal digits a byte, as people are shown them
 */
public record Octets(String hex) {
    /** Checks the digits. */
    public Octets {
        if (!hex.matches("([0-9a-f]{2})*")) {
            throw new IllegalArgumentException(hex);
        }
    }

    /** These bytes. */
    public static Octets of(byte... bytes) {
        return new Octets(HexFormat.of().formatHex(bytes));
    }

    /** The SHA-256 of bytes: 32 of them. */
    public static Octets sha256(byte... bytes) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new array of them. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** How many there are. */
    public int count() {
        return hex.length() / 2;
    }

    /** The first so many of them. */
    public Octets first(int count) {
        return new Octets(hex.substring(0, 2 * count));
    }

    @Override
    public String toString() {
        return hex;
    }
}
