package dev.thimble.device.toolchain;

import dev.thimble.device.board.Uf2;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An image in UF2: a file of blocks of 512 bytes, each of which says where its bytes go, so that a board which shows itself
 * as a drive can take them in any order.
 *
 * @param kind of the board
 * @param address of the first byte of the image
 */
record Uf2File(Uf2 kind, long address) {
    /** How such a file's name ends. */
    static final String ENDING = ".uf2";

    private static final int BLOCK = 512;
    private static final int PAYLOAD = 256;
    private static final int FIRST_MAGIC = 0x0A324655;
    private static final int SECOND_MAGIC = 0x9E5D5157;
    private static final int LAST_MAGIC = 0x0AB16F30;
    private static final int HAS_FAMILY = 0x2000;

    /** The file; the last block is filled with zeros. */
    byte[] of(byte[] image) {
        int blocks = (image.length + PAYLOAD - 1) / PAYLOAD;
        ByteBuffer file = ByteBuffer.allocate(blocks * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int block = 0; block < blocks; block++) {
            int at = block * PAYLOAD;
            file.position(block * BLOCK);
            file.putInt(FIRST_MAGIC).putInt(SECOND_MAGIC).putInt(HAS_FAMILY);
            file.putInt((int) (address + at)).putInt(PAYLOAD).putInt(block).putInt(blocks);
            file.putInt((int) kind.family());
            file.put(image, at, Math.min(PAYLOAD, image.length - at));
            file.putInt((block + 1) * BLOCK - Integer.BYTES, LAST_MAGIC);
        }
        return file.array();
    }
}
