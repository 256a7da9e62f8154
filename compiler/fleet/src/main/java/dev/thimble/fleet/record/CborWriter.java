package dev.thimble.fleet.record;

import dev.thimble.update.wire.Cursor;
import dev.thimble.update.wire.Octets;
import java.io.ByteArrayOutputStream;

/** Writes the deterministic CBOR of a record from front to back (RFC 8949, section 4.2.1); keys come in their order. */
final class CborWriter {
    /** The major types that a record has. */
    static final int UNSIGNED = 0;

    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    CborWriter head(int major, long argument) {
        stream.writeBytes(Cursor.head(major, argument));
        return this;
    }

    CborWriter raw(byte... bytes) {
        stream.writeBytes(bytes);
        return this;
    }

    CborWriter bytes(byte... bytes) {
        return head(BYTES, bytes.length).raw(bytes);
    }

    CborWriter unsignedAt(int key, long value) {
        return head(UNSIGNED, key).head(UNSIGNED, value);
    }

    CborWriter bytesAt(int key, byte... bytes) {
        return head(UNSIGNED, key).bytes(bytes);
    }

    CborWriter octetsAt(int key, Octets octets) {
        return bytesAt(key, octets.bytes());
    }

    byte[] written() {
        return stream.toByteArray();
    }
}
