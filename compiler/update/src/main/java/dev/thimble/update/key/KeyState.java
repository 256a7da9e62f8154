package dev.thimble.update.key;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.bouncycastle.crypto.params.HSSPrivateKeyParameters;

/**
 * What the file of a private key holds: four bytes of magic, four of format, the public key, the private key as Bouncy
 * Castle writes it, and the digest of all that.
 */
final class KeyState {
    /** More than the file of any key has. */
    static final int MOST = 1 << 20;

    private static final byte[] HEAD = "THMK\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int DIGEST_BYTES = 32;
    private static final int SECRET_AT = HEAD.length + PublicKey.BYTES;

    private final PublicKey publicKey;

    /** At the one-time key that is next. */
    private final HSSPrivateKeyParameters secret;

    private KeyState(PublicKey publicKey, HSSPrivateKeyParameters secret) {
        this.publicKey = publicKey;
        this.secret = secret;
    }

    /** That of a new key. */
    static KeyState of(HSSPrivateKeyParameters secret) throws IOException {
        return new KeyState(new PublicKey(Octets.of(secret.getPublicKey().getEncoded())), secret);
    }

    /** As read from a file, whose name a diagnostic gives. */
    static KeyState parse(byte[] bytes, Path file) {
        int end = bytes.length - DIGEST_BYTES;
        if (end < SECRET_AT || !Arrays.equals(HEAD, Arrays.copyOf(bytes, HEAD.length))) {
            throw invalid(file, "it does not begin as one");
        }
        if (!Octets.sha256(Arrays.copyOf(bytes, end)).equals(Octets.of(Arrays.copyOfRange(bytes, end, bytes.length)))) {
            throw invalid(file, "it is damaged, its digest is another");
        }
        byte[] open = Arrays.copyOfRange(bytes, HEAD.length, SECRET_AT);
        try {
            byte[] secret = Arrays.copyOfRange(bytes, SECRET_AT, end);
            return new KeyState(new PublicKey(Octets.of(open)), HSSPrivateKeyParameters.getInstance(secret));
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(file, e.toString());
        }
    }

    private static ThimbleException invalid(Path file, String why) {
        return new ThimbleException(UpdateProblem.KEY_INVALID.at(file.toString(), why));
    }

    /** As written to a file. */
    byte[] print() throws IOException {
        byte[] encoded = secret.getEncoded();
        ByteBuffer bytes = ByteBuffer.allocate(SECRET_AT + encoded.length + DIGEST_BYTES);
        bytes.put(HEAD).put(publicKey.octets().bytes()).put(encoded);
        Octets digest = Octets.sha256(Arrays.copyOf(bytes.array(), bytes.position()));
        return bytes.put(digest.bytes()).array();
    }

    /** What devices trust. */
    PublicKey publicKey() {
        return publicKey;
    }

    /** How many one-time keys were taken. */
    long used() {
        return secret.getIndex();
    }

    /** Whether none may be taken any more. The library cannot step over the last one, which therefore is never used. */
    boolean isExhausted() {
        return secret.getUsagesRemaining() <= 1;
    }

    /** Takes the next one-time key, for one signature; this goes on behind it. */
    HSSPrivateKeyParameters take() {
        return secret.extractKeyShard(1);
    }
}
