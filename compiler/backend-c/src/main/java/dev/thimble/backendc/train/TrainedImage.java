package dev.thimble.backendc.train;

import dev.thimble.backendc.image.ImageParts;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The image that training has led to: the old one's bytes with other matrices, more labels, and other vectors. */
public final class TrainedImage {
    private TrainedImage() {}

    /**
     * The image.
     *
     * @param base that training began with
     * @param trained the graph with what was learned, and with room for all labels
     * @param added names of labels that the base does not have
     * @param test what it tests itself with
     */
    public static byte[] of(byte[] base, TrainedPlaces places, IntGraph trained, List<String> added, SelfTest test) {
        ImageParts parts = ImageParts.of(base);
        byte[] changed = parts.bytes();
        ByteBuffer bytes = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        for (TrainedPlaces.Place place : places.matrices()) {
            IntOp.Linear op = (IntOp.Linear) trained.node(place.matrix()).op();
            put(bytes, place.weights(), place.layout().weights(op));
            put(bytes, place.bias(), op.bias());
            put(bytes, place.multipliers(), op.requantizer().multipliers());
        }
        return parts.with(changed, added, test);
    }

    private static void put(ByteBuffer bytes, int at, IntTensor tensor) {
        bytes.position(at);
        for (int i = 0; i < tensor.size(); i++) {
            switch (tensor.precision()) {
                case I8 -> bytes.put((byte) tensor.at(i));
                case I16 -> bytes.putShort((short) tensor.at(i));
                case I32 -> bytes.putInt(tensor.at(i));
            }
        }
    }
}
