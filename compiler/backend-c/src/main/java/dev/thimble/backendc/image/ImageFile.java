package dev.thimble.backendc.image;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CImage;
import dev.thimble.backendc.model.CStruct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of an image: those that a little-endian core has of the C structure. */
public final class ImageFile {
    private ImageFile() {}

    /**
     * The file.
     *
     * @param constants the structure that the model's code reads
     */
    public static byte[] bytes(CImage image, CStruct constants) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(image.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        image.header().forEach(bytes::putInt);
        constants.numbers().forEach(number -> bytes.putInt((int) number.value()));
        constants.arrays().forEach(array -> put(array, bytes));
        image.parts().forEach(array -> put(array, bytes));
        return bytes.array();
    }

    /** Appends an array, and the zeros that fill up its room. */
    static void put(CArray array, ByteBuffer bytes) {
        int next = bytes.position() + Math.toIntExact(array.roomBytes());
        for (int i = 0; i < array.size(); i++) {
            switch (array.type().bytes()) {
                case 1 -> bytes.put((byte) array.at(i));
                case 2 -> bytes.putShort((short) array.at(i));
                default -> bytes.putInt((int) array.at(i));
            }
        }
        bytes.position(next);
    }
}
