package dev.thimble.update.pack;

import com.upokecenter.cbor.CBORObject;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.wire.Cursor;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.util.Arrays;

/** A package: a manifest, the signature of its digest, and a payload. */
public final class SuitPackage {
    /** Bytes that all packages begin with. */
    public static final int BEGINNING_BYTES = 4;

    private static final int MANIFEST_KEY = 3;
    private static final int BYTE_STRING = 2;

    /** A shorter manifest would have a head of one byte, which is not read; there is none. */
    private static final int LEAST_MANIFEST = 24;

    private static final byte[] PAYLOAD_KEY =
            CBORObject.FromObject(Manifest.PAYLOAD_KEY).EncodeToBytes();

    private final Octets keyId;
    private final byte[] signature;
    private final Manifest manifest;
    private final byte[] payload;

    private SuitPackage(Octets keyId, byte[] signature, Manifest manifest, byte[] payload) {
        this.keyId = keyId;
        this.signature = signature;
        this.manifest = manifest;
        this.payload = payload;
    }

    /** Signs a manifest, which takes a one-time key. */
    static SuitPackage sign(Manifest manifest, byte[] payload, SigningKey key) {
        PublicKey publicKey = key.publicKey();
        byte[] message = Envelope.message(Envelope.digest(manifest.bytes()));
        byte[] signature = key.sign(message);
        if (!publicKey.verifies(message, signature)) {
            throw new IllegalStateException("the signature that was made is none");
        }
        return new SuitPackage(publicKey.id(), signature, manifest, payload.clone());
    }

    /**
     * Reads one, whoever signed it.
     *
     * @throws Refusal where it has not the form of a package, or a digest in it is another
     */
    public static SuitPackage read(byte[] bytes) throws Refusal {
        return read(bytes, Gate.OPEN);
    }

    /** Reads one from front to back, as a device does, and asks the gate where a device decides. */
    static SuitPackage read(byte[] bytes, Gate gate) throws Refusal {
        Cursor cursor = new Cursor(bytes);
        byte[] prefix = cursor.take(Envelope.PREFIX_BYTES);
        Refusal.unless(Envelope.isPrefix(prefix), Reason.FORMAT);
        Octets digest = Envelope.digestOf(prefix);
        Octets keyId = Envelope.keyIdOf(prefix);
        gate.expect(keyId, Envelope.signatureBytes(prefix));
        byte[] signature = cursor.take(Envelope.signatureBytes(prefix));
        gate.authenticate(keyId, Envelope.message(digest), signature);
        Manifest manifest = readManifest(cursor, digest);
        gate.admit(keyId, manifest);
        byte[] payload = readPayload(cursor, manifest.payload());
        Refusal.unless(cursor.isAtEnd(), Reason.EXTRA);
        return new SuitPackage(keyId, signature, manifest, payload);
    }

    private static Manifest readManifest(Cursor cursor, Octets digest) throws Refusal {
        Refusal.unless(cursor.take(1)[0] == MANIFEST_KEY, Reason.FORMAT);
        long length = cursor.head(BYTE_STRING);
        Refusal.unless(length >= LEAST_MANIFEST && length <= Manifest.MOST_BYTES, Reason.FORMAT);
        byte[] bytes = cursor.take(length);
        Refusal.unless(Envelope.digest(bytes).equals(digest), Reason.MANIFEST);
        return Manifest.parse(bytes);
    }

    private static byte[] readPayload(Cursor cursor, Payload payload) throws Refusal {
        Refusal.unless(Arrays.equals(cursor.take(PAYLOAD_KEY.length), PAYLOAD_KEY), Reason.FORMAT);
        Refusal.unless(headSays(cursor, payload.bytes()), Reason.SIZE);
        byte[] bytes = cursor.take(payload.bytes());
        Refusal.unless(Octets.sha256(bytes).equals(payload.digest()), Reason.PAYLOAD);
        return bytes;
    }

    private static boolean headSays(Cursor cursor, long bytes) throws Refusal {
        byte[] head = cursor.take(Cursor.headBytes(bytes));
        return Arrays.equals(head, Cursor.head(BYTE_STRING, bytes));
    }

    /** Whether bytes are what packages begin with. */
    public static boolean begins(byte[] bytes) {
        return Arrays.equals(bytes, Envelope.BEGINNING);
    }

    /** All of it, as it is sent to devices. */
    public byte[] bytes() {
        return Envelope.bytes(keyId, signature, manifest.bytes(), payload);
    }

    /** Who signed it. */
    public Octets keyId() {
        return keyId;
    }

    /** Bytes of the signature. */
    public int signatureBytes() {
        return signature.length;
    }

    /** What was signed. */
    public Manifest manifest() {
        return manifest;
    }

    /** What it carries; a new array. */
    public byte[] payload() {
        return payload.clone();
    }
}
