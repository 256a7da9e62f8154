package dev.thimble.update.pack;

import com.upokecenter.cbor.CBORObject;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.wire.Cbor;
import dev.thimble.update.wire.Octets;
import java.util.Arrays;

/** The form of what stands around a manifest: SUIT's envelope, and COSE's signature in it. */
final class Envelope {
    /** Bytes in front of a signature, which has 256 to 65,535 of them. */
    static final int PREFIX_BYTES = 71;

    /** The first bytes of all packages: tag 107, a map of three, key 2. */
    static final byte[] BEGINNING = {(byte) 0xD8, 107, (byte) 0xA3, 2};

    /** Of the manifest's digest among them. */
    static final int DIGEST_AT = 14;

    /** Of the key's id. */
    static final int ID_AT = 59;

    /** Of the signature's length, two bytes. */
    static final int SIGNATURE_LENGTH_AT = 69;

    /** Bytes of a digest. */
    static final int DIGEST_BYTES = 32;

    private static final int SUIT_ENVELOPE = 107;
    private static final int COSE_SIGN1 = 18;
    private static final int SHA256 = -16;
    private static final int ALGORITHM = 1;
    private static final int HSS_LMS = -46;
    private static final int KEY_ID = 4;
    private static final int AUTHENTICATION = 2;
    private static final int MANIFEST = 3;

    private Envelope() {}

    /** The digest that stands for a manifest: of its byte string, head included. */
    static Octets digest(byte[] manifest) {
        return Octets.sha256(CBORObject.FromObject(manifest).EncodeToBytes());
    }

    /** What is signed: COSE's {@code Sig_structure}. */
    static byte[] message(Octets digest) {
        return Cbor.array("Signature1", algorithm(), new byte[0], digestItem(digest))
                .EncodeToBytes();
    }

    private static CBORObject algorithm() {
        return Cbor.wrapped(Cbor.map().Add(ALGORITHM, HSS_LMS));
    }

    private static CBORObject digestItem(Octets digest) {
        return Cbor.wrapped(Cbor.array(SHA256, Cbor.octets(digest)));
    }

    /** A whole package. */
    static byte[] bytes(Octets keyId, byte[] signature, byte[] manifest, byte[] payload) {
        return tagged(Cbor.map()
                .Add(AUTHENTICATION, authentication(digest(manifest), keyId, signature))
                .Add(MANIFEST, manifest)
                .Add(Manifest.PAYLOAD_KEY, payload));
    }

    private static byte[] tagged(CBORObject map) {
        return CBORObject.FromObjectAndTag(map, SUIT_ENVELOPE).EncodeToBytes();
    }

    private static CBORObject authentication(Octets digest, Octets keyId, byte[] signature) {
        CBORObject sign1 =
                Cbor.array(algorithm(), Cbor.map().Add(KEY_ID, Cbor.octets(keyId)), CBORObject.Null, signature);
        return Cbor.wrapped(
                Cbor.array(digestItem(digest), Cbor.wrapped(CBORObject.FromObjectAndTag(sign1, COSE_SIGN1))));
    }

    /** Whether bytes are what a package begins with, whatever digest, key and signature's length are. */
    static boolean isPrefix(byte[] prefix) {
        int length = signatureBytes(prefix);
        if (length < 1 << Byte.SIZE) {
            return false;
        }
        byte[] empty = new byte[0];
        byte[] written = tagged(Cbor.map()
                .Add(AUTHENTICATION, authentication(digestOf(prefix), keyIdOf(prefix), new byte[length]))
                .Add(MANIFEST, empty)
                .Add(Manifest.PAYLOAD_KEY, empty));
        return Arrays.equals(prefix, Arrays.copyOf(written, PREFIX_BYTES));
    }

    static Octets digestOf(byte[] prefix) {
        return Octets.of(Arrays.copyOfRange(prefix, DIGEST_AT, DIGEST_AT + DIGEST_BYTES));
    }

    static Octets keyIdOf(byte[] prefix) {
        return Octets.of(Arrays.copyOfRange(prefix, ID_AT, ID_AT + PublicKey.ID_BYTES));
    }

    static int signatureBytes(byte[] prefix) {
        return ((prefix[SIGNATURE_LENGTH_AT] & 0xFF) << Byte.SIZE) | (prefix[SIGNATURE_LENGTH_AT + 1] & 0xFF);
    }
}
