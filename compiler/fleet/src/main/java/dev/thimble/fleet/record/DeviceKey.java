package dev.thimble.fleet.record;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that a device shares with its server, by which both make codes of authentication. It is never shown. */
public final class DeviceKey {
    /** Bytes of a device's key, and of a code. */
    public static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec secret;

    private DeviceKey(SecretKeySpec secret) {
        this.secret = secret;
    }

    /** This secret: of {@link #BYTES} bytes where it is a device's; vectors of others have other lengths. */
    public static DeviceKey of(byte... secret) {
        return new DeviceKey(new SecretKeySpec(secret, HMAC));
    }

    /** HMAC-SHA-256 (RFC 2104, RFC 4231) of these bytes, one behind the other. */
    public byte[] mac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new array of the secret, for the one file that holds it. */
    byte[] bytes() {
        return secret.getEncoded();
    }

    @Override
    public String toString() {
        return "a device's key";
    }
}
