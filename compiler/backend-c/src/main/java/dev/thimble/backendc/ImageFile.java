package dev.thimble.backendc;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CImage;
import dev.thimble.backendc.model.CStruct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of an image: those that a little-endian core has of the C structure. */
final class ImageFile {
    private ImageFile() {}

    static byte[] bytes(CImage image, CStruct struct) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(image.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        image.header().forEach(bytes::putInt);
        struct.numbers().forEach(number -> bytes.putInt((int) number.value()));
        for (CArray array : struct.arrays()) {
            int next = bytes.position() + Math.toIntExact(array.roomBytes());
            put(array, bytes);
            bytes.position(next);
        }
        return bytes.array();
    }

    private static void put(CArray array, ByteBuffer bytes) {
        for (int i = 0; i < array.size(); i++) {
            switch (array.type().bytes()) {
                case 1 -> bytes.put((byte) array.at(i));
                case 2 -> bytes.putShort((short) array.at(i));
                default -> bytes.putInt((int) array.at(i));
            }
        }
    }
}
