package dev.thimble.frontend.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle. Lengths are compared with what is left, and with a limit, before anything is taken. */
final class PickleBytes {
    private static final int LONGEST_TEXT = 1 << 16;
    private static final int LONGEST_NUMBER = 16;

    /** A state dict has some 200 bytes a tensor. */
    private static final int LONGEST = 16 << 20;

    private final ByteBuffer bytes;
    private final PickleProblems problems;
    private final boolean isCut;

    /** Those from the buffer's position on, as many as a pickle may have. */
    PickleBytes(ByteBuffer from, PickleProblems problems) {
        this.isCut = from.remaining() > LONGEST;
        this.bytes =
                from.slice(from.position(), Math.min(from.remaining(), LONGEST)).order(ByteOrder.LITTLE_ENDIAN);
        this.problems = problems;
    }

    int at() {
        return bytes.position();
    }

    int unsigned8() {
        return need(1).get() & 0xFF;
    }

    int unsigned16() {
        return need(2).getShort() & 0xFFFF;
    }

    int signed32() {
        return need(4).getInt();
    }

    long unsigned32() {
        return signed32() & 0xFFFF_FFFFL;
    }

    long signed64() {
        return need(8).getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(signed64()));
    }

    /** A number in two's complement, the lowest byte first; none is zero. */
    BigInteger number(int length) {
        byte[] digits = take(length, LONGEST_NUMBER, "bytes of a number");
        byte[] turned = new byte[digits.length + 1];
        for (int i = 0; i < digits.length; i++) {
            turned[digits.length - i] = digits[i];
        }
        turned[0] = (byte) (length > 0 && digits[length - 1] < 0 ? -1 : 0);
        return new BigInteger(turned);
    }

    String utf8(long length) {
        return decoded(take(length, LONGEST_TEXT, "bytes of a text"), StandardCharsets.UTF_8);
    }

    String ascii(long length) {
        return decoded(take(length, LONGEST_TEXT, "bytes of a text"), StandardCharsets.US_ASCII);
    }

    /** The text before the next line feed. */
    String line() {
        int end = bytes.position();
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        String line = utf8(end - bytes.position());
        unsigned8();
        return line;
    }

    void skipFrame(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw problems.damaged(at(), "a frame of " + Long.toUnsignedString(length) + " bytes goes beyond the end");
        }
    }

    private byte[] take(long length, int most, String what) {
        if (length > most) {
            throw problems.limit(most, what);
        }
        byte[] taken = new byte[(int) length];
        need((int) length).get(taken);
        return taken;
    }

    private String decoded(byte[] raw, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            throw problems.damaged(at() - raw.length, "a text is not " + charset.name());
        }
    }

    private ByteBuffer need(int length) {
        if (length > bytes.remaining()) {
            throw isCut ? problems.limit(LONGEST, "bytes") : problems.damaged(at(), "it ends too early");
        }
        return bytes;
    }
}
