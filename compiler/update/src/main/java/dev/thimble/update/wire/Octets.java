package dev.thimble.update.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A few bytes as a value: a digest, the id of a key.
 *
 * @param hex two lower-case hexadecimal digits a byte, as people are shown them
 */
public record Octets(String hex) {
    private static final int BYTES_A_LINE = 12;
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})*");

    /** Checks the digits. */
    public Octets {
        if (!HEX.matcher(hex).matches()) {
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

    /** The bytes between the braces of a C initialiser, on lines of their own. */
    public String initializer() {
        return IntStream.range(0, count())
                .mapToObj(i -> "0x" + hex.substring(2 * i, 2 * i + 2)
                        + (i == count() - 1 ? "" : (i + 1) % BYTES_A_LINE == 0 ? ",\n" : ", "))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return hex;
    }
}
