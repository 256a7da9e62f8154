package dev.thimble.backendc.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest that names and headers are made with. */
public final class Digests {
    private Digests() {}

    /** A new SHA-256, which every Java has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
