package dev.thimble.fleet.masking;

import dev.thimble.update.wire.Octets;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/** Key agreement on Curve25519 (RFC 7748, sections 5 and 6.1). Secrets, public keys and what is agreed have 32 bytes. */
final class X25519 {
    /** Bytes of a secret, a public key, and what two devices agree on. */
    static final int BYTES = 32;

    private static final String NAME = "X25519";
    private static final BigInteger BASE = BigInteger.valueOf(9);

    private X25519() {}

    /** The public key of a secret: that multiple of the base point. */
    static Octets publicKey(Octets secret) {
        return multiple(secret, BASE).orElseThrow();
    }

    /**
     * What the holders of two secrets have in common, computed from one secret and the other's public key; nothing where that
     * key is a point of small order, with which everyone would agree on the same.
     */
    static Optional<Octets> agreed(Octets secret, Octets publicKey) {
        return multiple(secret, coordinate(publicKey));
    }

    private static Optional<Octets> multiple(Octets secret, BigInteger coordinate) {
        try {
            KeyFactory keys = KeyFactory.getInstance(NAME);
            PrivateKey own = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret.bytes()));
            PublicKey other = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate));
            KeyAgreement agreement = KeyAgreement.getInstance(NAME);
            agreement.init(own);
            agreement.doPhase(other, true);
            return Optional.of(Octets.of(agreement.generateSecret()));
        } catch (InvalidKeyException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Little-endian, without the bit that RFC 7748 has everyone ignore. */
    private static BigInteger coordinate(Octets publicKey) {
        byte[] bytes = publicKey.bytes();
        byte[] turned = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            turned[i] = bytes[BYTES - 1 - i];
        }
        turned[0] &= Byte.MAX_VALUE;
        return new BigInteger(1, turned);
    }
}
