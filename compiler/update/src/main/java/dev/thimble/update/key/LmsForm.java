package dev.thimble.update.key;

import java.nio.ByteBuffer;
import java.util.List;

/** Where RFC 8554 puts what in keys and signatures, for the parameters of the profile. */
final class LmsForm {
    /** In front of a key of HSS: how many trees; in front of a signature: how many public keys it brings. */
    static final int LEVELS_BYTES = 4;

    /** A public key of one tree. */
    static final int KEY_BYTES = 56;

    private static final int FIRST_TREE = 5;
    private static final int LAST_TREE = 9;
    private static final int LAST_UPPER_TREE = 7;
    private static final int ONE_TIME = 4;
    private static final int HEIGHT_STEP = 5;
    private static final int HASH_BYTES = 32;

    /** Number of the leaf, type, randomiser and 34 chains; type of the tree. */
    private static final int BARE_BYTES = 4 + 4 + 35 * HASH_BYTES + 4;

    private LmsForm() {}

    /** Whether 60 bytes begin as a public key of the profile does. */
    static boolean isKey(byte[] key) {
        ByteBuffer fields = ByteBuffer.wrap(key);
        int levels = fields.getInt();
        return (levels == 1 && isTree(fields, LAST_TREE)) || (levels == 2 && isTree(fields, LAST_UPPER_TREE));
    }

    private static boolean isTree(ByteBuffer fields, int last) {
        int tree = fields.getInt();
        return tree >= FIRST_TREE && tree <= last && fields.getInt() == ONE_TIME;
    }

    /** Bytes of a signature by trees of these heights. */
    static int signatureBytes(List<Integer> heights) {
        int trees = heights.stream()
                .mapToInt(height -> treeBytes(FIRST_TREE + height / HEIGHT_STEP - 1))
                .sum();
        return LEVELS_BYTES + trees + (heights.size() - 1) * KEY_BYTES;
    }

    /** Whether a signature has the form of one by such a public key: levels, types and length. */
    static boolean isSignature(byte[] key, byte[] signature) {
        int levels = ByteBuffer.wrap(key).getInt();
        int upper = LEVELS_BYTES + treeBytes(ByteBuffer.wrap(key).getInt(LEVELS_BYTES));
        if (signature.length < upper || ByteBuffer.wrap(signature).getInt() != levels - 1) {
            return false;
        }
        if (levels == 1) {
            return signature.length == upper;
        }
        if (signature.length < upper + KEY_BYTES) {
            return false;
        }
        ByteBuffer lower = ByteBuffer.wrap(signature, upper, KEY_BYTES).slice();
        return isTree(lower, LAST_TREE) && signature.length == upper + KEY_BYTES + treeBytes(lower.getInt(0));
    }

    /** Whether signatures by such a public key may have this length, whatever the lower tree is. */
    static boolean isSignatureLength(byte[] key, int length) {
        int levels = ByteBuffer.wrap(key).getInt();
        int upper = LEVELS_BYTES + treeBytes(ByteBuffer.wrap(key).getInt(LEVELS_BYTES));
        if (levels == 1) {
            return length == upper;
        }
        int lower = length - upper - KEY_BYTES;
        return lower >= treeBytes(FIRST_TREE)
                && lower <= treeBytes(LAST_TREE)
                && (lower - treeBytes(FIRST_TREE)) % (treeBytes(FIRST_TREE + 1) - treeBytes(FIRST_TREE)) == 0;
    }

    /** Bytes of a signature by a tree of this type, whose height is a multiple of five. */
    private static int treeBytes(int type) {
        return BARE_BYTES + HEIGHT_STEP * (type - FIRST_TREE + 1) * HASH_BYTES;
    }
}
