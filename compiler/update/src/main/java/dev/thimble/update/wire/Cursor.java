package dev.thimble.update.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Goes through the bytes of a package from front to back, as a device does; copies nothing beyond them. */
public final class Cursor {
    private static final int MAJOR_SHIFT = 5;
    private static final int ARGUMENT = 0x1F;
    private static final int ONE_BYTE = 24;
    private static final int EIGHT_BYTES = 27;

    private final byte[] bytes;
    private int at;

    /** At the first of these bytes. */
    public Cursor(byte... bytes) {
        this.bytes = bytes.clone();
    }

    /** Whether nothing is left. */
    public boolean isAtEnd() {
        return at == bytes.length;
    }

    /**
     * The next bytes.
     *
     * @throws Refusal where there are not so many
     */
    public byte[] take(long count) throws Refusal {
        int from = skip(count);
        return Arrays.copyOfRange(bytes, from, at);
    }

    /**
     * Goes on behind the next bytes; where the first of them is.
     *
     * @throws Refusal where there are not so many
     */
    public int skip(long count) throws Refusal {
        Refusal.unless(count >= 0 && count <= bytes.length - at, Reason.TRUNCATED);
        int from = at;
        at += (int) count;
        return from;
    }

    /**
     * The argument of a head of CBOR: a number, or how much follows.
     *
     * @param major the major type that it must have
     * @throws Refusal where it has another or is longer than it must be, and where the bytes end
     */
    public long head(int major) throws Refusal {
        int first = take(1)[0] & 0xFF;
        int argument = first & ARGUMENT;
        Refusal.unless(first >> MAJOR_SHIFT == major && argument <= EIGHT_BYTES, Reason.FORMAT);
        if (argument < ONE_BYTE) {
            return argument;
        }
        int following = 1 << (argument - ONE_BYTE);
        long value = 0;
        for (byte next : take(following)) {
            value = (value << Byte.SIZE) | (next & 0xFF);
        }
        Refusal.unless(value >= 0 && headBytes(value) == 1 + following, Reason.FORMAT);
        return value;
    }

    /** The shortest head of a major type with an argument, which is not negative. */
    public static byte[] head(int major, long argument) {
        int following = headBytes(argument) - 1;
        int low = following == 0 ? (int) argument : ONE_BYTE + Integer.numberOfTrailingZeros(following);
        ByteBuffer head = ByteBuffer.allocate(1 + following).put((byte) ((major << MAJOR_SHIFT) | low));
        for (int i = following - 1; i >= 0; i--) {
            head.put((byte) (argument >> (Byte.SIZE * i)));
        }
        return head.array();
    }

    /** Bytes of the shortest head with an argument, which is not negative. */
    public static int headBytes(long argument) {
        if (argument < ONE_BYTE) {
            return 1;
        }
        if (argument < 1L << Byte.SIZE) {
            return 2;
        }
        if (argument < 1L << Short.SIZE) {
            return 3;
        }
        return argument < 1L << Integer.SIZE ? 5 : 9;
    }
}
