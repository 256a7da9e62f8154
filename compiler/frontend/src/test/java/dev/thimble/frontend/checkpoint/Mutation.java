package dev.thimble.frontend.checkpoint;

import dev.thimble.testing.TorchFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What may become of a file: bits, numbers that break bounds, parts cut, doubled or put elsewhere, parts of another. */
final class Mutation {
    private static final long[] BOUNDS = {
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000L, 0xFFFF_FFFFL, Long.MAX_VALUE, -1
    };
    private static final byte[] INSTRUCTIONS =
            ".(012FIJKLMNPQRSTUVXabcdeghijlopqrstuBCG])}".getBytes(StandardCharsets.US_ASCII);

    private final Random random;
    private final List<byte[]> files;

    Mutation(Random random, List<byte[]> files) {
        this.random = random;
        this.files = files;
    }

    /** A file, mutated once to eight times; the pickle of an archive often alone, so that its checksum is right. */
    byte[] next() {
        byte[] file = files.get(random.nextInt(files.size())).clone();
        if (random.nextInt(3) == 0) {
            return aroundAPickle();
        }
        return mutated(file);
    }

    private byte[] aroundAPickle() {
        TorchFile file = OneTensor.file();
        boolean isOlder = random.nextBoolean();
        byte[] pickle = mutated(file.pickle(random.nextBoolean() ? 2 : 4, isOlder));
        return isOlder ? file.older(2, pickle, true) : file.archive(pickle);
    }

    private byte[] mutated(byte[] file) {
        byte[] bytes = file;
        int times = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 1;
        for (int i = 0; i < times && bytes.length > 0; i++) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        int at = at(bytes);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = INSTRUCTIONS[random.nextInt(INSTRUCTIONS.length)];
            case 3 -> bytes[at] = (byte) (0x80 + random.nextInt(0x19));
            case 4 -> number(bytes, at);
            case 5 -> bytes = moved(bytes, at);
            case 6 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            default -> bytes = without(bytes, at);
        }
        return bytes;
    }

    /** Mostly near an end, where the structure is. */
    private int at(byte[] bytes) {
        int most = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 256);
        int at = random.nextInt(most);
        return random.nextBoolean() ? at : bytes.length - 1 - at;
    }

    private void number(byte[] bytes, int at) {
        int width = List.of(2, 4, 8).get(random.nextInt(3));
        if (at + width <= bytes.length) {
            long bound = BOUNDS[random.nextInt(BOUNDS.length)];
            ByteBuffer number =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bound);
            System.arraycopy(number.array(), 0, bytes, at, width);
        }
    }

    /** Some bytes of any file, put somewhere. */
    private byte[] moved(byte[] bytes, int at) {
        byte[] from = files.get(random.nextInt(files.size()));
        int start = random.nextInt(from.length);
        int length = Math.min(from.length - start, 1 + random.nextInt(64));
        ByteBuffer all = ByteBuffer.allocate(bytes.length + length);
        return all.put(bytes, 0, at)
                .put(from, start, length)
                .put(bytes, at, bytes.length - at)
                .array();
    }

    private byte[] without(byte[] bytes, int at) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
        ByteBuffer rest = ByteBuffer.allocate(bytes.length - length);
        return rest.put(bytes, 0, at)
                .put(bytes, at + length, bytes.length - at - length)
                .array();
    }
}
