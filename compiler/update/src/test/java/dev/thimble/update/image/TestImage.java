package dev.thimble.update.image;

import dev.thimble.update.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Images as docs/updates.md describes them, with random content. */
public final class TestImage {
    private static final int HEADER = 160;

    private TestImage() {}

    /** One of these sizes and of the program that all of them belong to. */
    public static byte[] of(int constants, int tokenizer, Random random) {
        int labels = 48;
        byte[] bytes = new byte[HEADER + constants + tokenizer + labels];
        random.nextBytes(bytes);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x4D494854).putShort((short) 2).putShort((short) HEADER);
        header.putInt(bytes.length).putInt(0);
        for (int i = 0; i < 80; i++) {
            header.put((byte) i);
        }
        header.position(128);
        header.putInt(HEADER).putInt(constants);
        header.putInt(HEADER + constants).putInt(tokenizer);
        header.putInt(HEADER + constants + tokenizer).putInt(labels);
        header.putInt(bytes.length).putInt(0);
        return sealed(bytes);
    }

    /** With bytes from an offset on replaced. */
    public static byte[] with(byte[] image, int offset, int... values) {
        byte[] changed = image.clone();
        for (int i = 0; i < values.length; i++) {
            changed[offset + i] = (byte) values[i];
        }
        return sealed(changed);
    }

    /** With the digest of its content in the header. */
    private static byte[] sealed(byte[] image) {
        byte[] digest =
                Octets.sha256(Arrays.copyOfRange(image, HEADER, image.length)).bytes();
        System.arraycopy(digest, 0, image, 96, digest.length);
        return image;
    }
}
