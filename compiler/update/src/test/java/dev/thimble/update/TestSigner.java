package dev.thimble.update;

import com.upokecenter.cbor.CBORObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSigParameters;

/**
 * Signs packages by HSS of one or two trees.
 *
 * @param trees from the one whose key is pinned to the one that signs
 */
record TestSigner(List<TallTree> trees) {
    private static final int SHA256 = -16;
    private static final int HSS_LMS = -46;
    private static final int ID_BYTES = 8;

    TestSigner {
        trees = List.copyOf(trees);
    }

    /** One tree for each of the parameters, with the one-time signatures of the profile. */
    static TestSigner of(Random random, LMSigParameters... parameters) {
        return new TestSigner(Arrays.stream(parameters)
                .map(each -> TallTree.of(each, LMOtsParameters.sha256_n32_w8, random))
                .toList());
    }

    /** The public key as RFC 8554 writes it: 60 bytes. */
    byte[] key() {
        return Bytes.concatenate(number(trees.size()), trees.get(0).key());
    }

    byte[] id() {
        return Arrays.copyOf(Bytes.sha256(key()), ID_BYTES);
    }

    byte[] sign(byte[] message) {
        TallTree last = trees.get(trees.size() - 1);
        byte[] own = last.sign(message);
        byte[] above =
                trees.size() == 1 ? new byte[0] : Bytes.concatenate(trees.get(0).sign(last.key()), last.key());
        return Bytes.concatenate(number(trees.size() - 1), above, own);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /** A package of this manifest and payload. */
    byte[] pack(byte[] manifest, byte[] payload) {
        return packSigned(sign(message(digest(manifest))), manifest, payload);
    }

    /** A package with another signature in its place. */
    byte[] packSigned(byte[] signature, byte[] manifest, byte[] payload) {
        return envelope(digest(manifest), signature, manifest, payload);
    }

    private static CBORObject digest(byte[] manifest) {
        byte[] string = CBORObject.FromObject(manifest).EncodeToBytes();
        return TestManifest.wrapped(TestManifest.array(SHA256, Bytes.sha256(string)));
    }

    /** COSE's {@code Sig_structure}. */
    private static byte[] message(CBORObject digest) {
        return TestManifest.array("Signature1", algorithm(), new byte[0], digest)
                .EncodeToBytes();
    }

    private static CBORObject algorithm() {
        return TestManifest.wrapped(CBORObject.NewOrderedMap().Add(1, HSS_LMS));
    }

    private byte[] envelope(CBORObject digest, byte[] signature, byte[] manifest, byte[] payload) {
        CBORObject sign1 = CBORObject.FromObjectAndTag(
                TestManifest.array(algorithm(), CBORObject.NewOrderedMap().Add(4, id()), CBORObject.Null, signature),
                18);
        CBORObject wrapper = TestManifest.wrapped(TestManifest.array(digest, TestManifest.wrapped(sign1)));
        return CBORObject.FromObjectAndTag(
                        CBORObject.NewOrderedMap()
                                .Add(2, wrapper)
                                .Add(3, manifest)
                                .Add("#model", payload),
                        107)
                .EncodeToBytes();
    }
}
