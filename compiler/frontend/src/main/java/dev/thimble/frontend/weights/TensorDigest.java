package dev.thimble.frontend.weights;

import dev.thimble.frontend.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What values a tensor holds, in 64 hexadecimal digits. */
public final class TensorDigest {
    private static final int VALUES_AT_A_TIME = TensorStore.BLOCK / Float.BYTES;

    private TensorDigest() {}

    /** SHA-256 of the values as little-endian binary32: whether the file had them in 16 or in 64 bits does not count. */
    public static String of(float[] values) {
        MessageDigest digest = Sha256.begun();
        ByteBuffer block = ByteBuffer.allocate(TensorStore.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; at += VALUES_AT_A_TIME) {
            int count = Math.min(VALUES_AT_A_TIME, values.length - at);
            block.clear().asFloatBuffer().put(values, at, count);
            digest.update(block.limit(Float.BYTES * count));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
