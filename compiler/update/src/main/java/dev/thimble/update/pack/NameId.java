package dev.thimble.update.pack;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Identifiers of vendors and classes: UUIDs of version 5 made of names, as the SUIT draft recommends. */
public final class NameId {
    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private NameId() {}

    /** A vendor's identifier: the word itself where it is a UUID, else made of a domain. */
    public static UUID vendor(String word) {
        return isUuid(word) ? UUID.fromString(word) : of(DNS, word);
    }

    /** That of a class of devices: the word itself where it is a UUID, else made of the vendor's and a name. */
    public static UUID deviceClass(UUID vendor, String word) {
        return isUuid(word) ? UUID.fromString(word) : of(vendor, word);
    }

    /**
     * That of one device.
     *
     * @throws ThimbleException where the word is no UUID
     */
    public static UUID device(String word) {
        if (!isUuid(word)) {
            throw new ThimbleException(UpdateProblem.UUID_INVALID.at("--device", word));
        }
        return UUID.fromString(word);
    }

    /** Whether a word is a UUID as one is usually written. */
    public static boolean isUuid(String word) {
        return FORM.matcher(word).matches();
    }

    /** RFC 9562, section 5.5. */
    private static UUID of(UUID space, String name) {
        MessageDigest digest = sha1();
        digest.update(bytes(space));
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The 16 bytes of a UUID, as manifests and devices have them. */
    public static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** The UUID of 16 bytes. */
    static UUID of(byte[] bytes) {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong());
    }
}
