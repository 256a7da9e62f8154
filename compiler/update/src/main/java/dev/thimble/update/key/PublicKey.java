package dev.thimble.update.key;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Path;
import org.bouncycastle.crypto.params.HSSPublicKeyParameters;
import org.bouncycastle.crypto.signers.HSSSigner;

/**
 * What devices trust.
 *
 * @param octets the public key of HSS as RFC 8554 writes it: 60 bytes
 */
public record PublicKey(Octets octets) {
    /** Its bytes. */
    public static final int BYTES = LmsForm.LEVELS_BYTES + LmsForm.KEY_BYTES;

    /** Bytes of an id. */
    public static final int ID_BYTES = 8;

    /** Takes what {@link #read} checks. */
    public PublicKey {
        if (octets.count() != BYTES || !LmsForm.isKey(octets.bytes())) {
            throw new IllegalArgumentException(octets.hex());
        }
    }

    /**
     * Reads the file of one.
     *
     * @throws ThimbleException where it holds no key of the profile
     */
    public static PublicKey read(Path file) {
        byte[] bytes = InputFile.read(file, InputFile.MOST);
        if (bytes.length != BYTES) {
            throw invalid(file, "it has " + bytes.length + " bytes, not " + BYTES);
        }
        if (!LmsForm.isKey(bytes)) {
            throw invalid(file, "its levels or types are not those of docs/updates.md");
        }
        return new PublicKey(Octets.of(bytes));
    }

    private static ThimbleException invalid(Path file, String why) {
        return new ThimbleException(UpdateProblem.PUBLIC_KEY_INVALID.at(file.toString(), why));
    }

    /** What packages call it: the first 8 bytes of its digest. */
    public Octets id() {
        return Octets.sha256(octets.bytes()).first(ID_BYTES);
    }

    /** Whether signatures by it may have this length. */
    public boolean allowsLength(int signatureBytes) {
        return LmsForm.isSignatureLength(octets.bytes(), signatureBytes);
    }

    /** Whether this is a signature of the message by this key, in the form that devices read. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (!LmsForm.isSignature(octets.bytes(), signature)) {
            return false;
        }
        try {
            HSSSigner verifier = new HSSSigner();
            verifier.init(false, HSSPublicKeyParameters.getInstance(octets.bytes()));
            return verifier.verifySignature(message, signature);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // the library says so of signatures that it cannot read
            return false;
        }
    }

    /** The bytes between the braces of a C initialiser, on lines of their own. */
    public String initializer() {
        return octets.initializer();
    }
}
