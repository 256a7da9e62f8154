package dev.thimble.update.pack;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.image.Parts;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.wire.Octets;
import java.util.Optional;

/**
 * What a package is to bring.
 *
 * @param image the image that results
 * @param base the image that devices run, where only what differs from it is to be sent
 * @param audience whom it is for
 * @param sequence its number, unsigned: 1 to 2^64 - 2
 * @param revoked the id of a key that is not to be trusted any more
 */
public record Contents(
        ModelImage image, Optional<ModelImage> base, Audience audience, long sequence, Optional<Octets> revoked) {
    /**
     * Checks what could be no package.
     *
     * @throws ThimbleException where the base is of other code than the image
     */
    public Contents {
        if (!Manifest.isSequence(sequence)) {
            throw new IllegalArgumentException(Long.toUnsignedString(sequence));
        }
        Octets program = image.identity().program();
        if (base.isPresent() && !base.get().identity().program().equals(program)) {
            throw new ThimbleException(UpdateProblem.BASE_UNFIT.at("--base"));
        }
    }

    /**
     * Signs it, which takes a one-time key.
     *
     * @throws ThimbleException where the key cannot sign, or would revoke itself
     */
    public SuitPackage sign(SigningKey key) {
        if (revoked.equals(Optional.of(key.publicKey().id()))) {
            throw new ThimbleException(UpdateProblem.KEY_REVOKES_ITSELF.at("--revoke"));
        }
        byte[] payload = payload();
        return SuitPackage.sign(manifest(payload), payload, key);
    }

    /** How many bytes the package has once it is signed by a key with trees of these heights. */
    public int packageBytes(Heights heights) {
        byte[] payload = payload();
        Octets anyKey = Octets.of(new byte[PublicKey.ID_BYTES]);
        byte[] signature = new byte[heights.signatureBytes()];
        return Envelope.bytes(anyKey, signature, manifest(payload).bytes(), payload).length;
    }

    /** Images of the same code agree in more of their headers than it costs to tell parts: these always have fewer bytes. */
    private byte[] payload() {
        byte[] whole = image.bytes();
        return base.map(old -> Parts.payload(Parts.between(old.bytes(), whole), whole))
                .orElse(whole);
    }

    private Manifest manifest(byte[] payload) {
        return new Manifest(
                sequence,
                audience,
                new Result(image.digest(), image.size()),
                image.identity(),
                new Payload(base.map(ModelImage::digest), payload.length, Octets.sha256(payload)),
                revoked);
    }
}
