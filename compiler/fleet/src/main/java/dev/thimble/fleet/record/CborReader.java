package dev.thimble.fleet.record;

import dev.thimble.update.wire.Cursor;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Refusal;
import java.util.Arrays;

/**
 * Reads the deterministic CBOR of a record from front to back. Whatever the bytes claim, no more is allocated than they
 * are; whatever is not as it must be, is refused for {@link Reason#FORMAT}.
 */
final class CborReader {
    private final Cursor cursor;

    CborReader(byte... bytes) {
        this.cursor = new Cursor(bytes);
    }

    /** The argument of the next head, which is of this major type. */
    long head(int major) throws Refused {
        try {
            return cursor.head(major);
        } catch (Refusal e) {
            throw new Refused(Reason.FORMAT);
        }
    }

    /** Goes over a head that can only be this one. */
    void expect(int major, long argument) throws Refused {
        Refused.unless(head(major) == argument, Reason.FORMAT);
    }

    /** The number under a key of a map. */
    long unsignedAt(int key) throws Refused {
        expect(CborWriter.UNSIGNED, key);
        return head(CborWriter.UNSIGNED);
    }

    /** The byte string under a key of a map. */
    byte[] bytesAt(int key) throws Refused {
        expect(CborWriter.UNSIGNED, key);
        return bytes();
    }

    /** The byte string of so many bytes under a key of a map. */
    Octets octetsAt(int key, int count) throws Refused {
        expect(CborWriter.UNSIGNED, key);
        return Octets.of(bytes(count));
    }

    /** The next byte string. */
    byte[] bytes() throws Refused {
        long count = head(CborWriter.BYTES);
        try {
            return cursor.take(count);
        } catch (Refusal e) {
            throw new Refused(Reason.FORMAT);
        }
    }

    /** The next byte string, of so many bytes. */
    byte[] bytes(int count) throws Refused {
        byte[] bytes = bytes();
        Refused.unless(bytes.length == count, Reason.FORMAT);
        return bytes;
    }

    /** Goes over a byte string that can only be this one. */
    void expect(byte[] expected) throws Refused {
        Refused.unless(Arrays.equals(bytes(), expected), Reason.FORMAT);
    }

    /** Refuses bytes that follow. */
    void end() throws Refused {
        Refused.unless(cursor.isAtEnd(), Reason.FORMAT);
    }
}
