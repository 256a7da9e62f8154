package dev.thimble.update.key;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Which one-time key made a signature: its tree and its leaf. */
final class OneTimeKeys {
    /** A signature by a tree of height 5. */
    private static final int TREE_BYTES = 1292;

    private static final int IDENTIFIER_AT = 8;
    private static final int IDENTIFIER_BYTES = 16;

    private OneTimeKeys() {}

    /** That of a signature by a key whose upper tree, if it has one, is of height 5. */
    static String of(byte[] signature) {
        ByteBuffer fields = ByteBuffer.wrap(signature);
        if (fields.getInt(0) == 0) {
            return "only tree, leaf " + fields.getInt(LmsForm.LEVELS_BYTES);
        }
        int lower = LmsForm.LEVELS_BYTES + TREE_BYTES;
        byte[] tree = Arrays.copyOfRange(signature, lower + IDENTIFIER_AT, lower + IDENTIFIER_AT + IDENTIFIER_BYTES);
        return "tree " + HexFormat.of().formatHex(tree) + ", leaf " + fields.getInt(lower + LmsForm.KEY_BYTES);
    }
}
