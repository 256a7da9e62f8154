package dev.thimble.fleet.device;

import dev.thimble.fleet.record.DeviceKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Messages that hold anything, under a code that is right: from a server that was taken over, or is of another kind. */
final class Forged {
    private static final int PAYLOAD_AT = 25 + 2;
    private static final int CODE_BYTES = 32;

    /** MAC_structure up to the payload, of a task and of a receipt. */
    private static final String STRUCTURE = "84644d41433043a10105";

    private static final byte[] OF_TASK = HexFormat.of().parseHex(STRUCTURE + "447461736b");
    private static final byte[] OF_RECEIPT = HexFormat.of().parseHex(STRUCTURE + "4772656365697074");

    private Forged() {}

    /** A task's message with some bytes of its payload changed, and the code of what they are then. */
    static byte[] task(Random random, byte[] message, DeviceKey key) {
        return changed(random, message, key, OF_TASK);
    }

    /** The same of a receipt. */
    static byte[] receipt(Random random, byte[] message, DeviceKey key) {
        return changed(random, message, key, OF_RECEIPT);
    }

    /** What becomes of a message on a bad way: each bit of it is flipped once, it ends early everywhere, and late. */
    static List<byte[]> damaged(byte... message) {
        List<byte[]> damaged = new ArrayList<>();
        for (int bit = 0; bit < Byte.SIZE * message.length; bit++) {
            byte[] other = message.clone();
            other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            damaged.add(other);
        }
        for (int length = 0; length < message.length; length++) {
            damaged.add(Arrays.copyOf(message, length));
        }
        damaged.add(Arrays.copyOf(message, message.length + 1));
        return damaged;
    }

    private static byte[] changed(Random random, byte[] message, DeviceKey key, byte... head) {
        byte[] changed = message.clone();
        int payload = message.length - PAYLOAD_AT - CODE_BYTES - 2;
        int from = PAYLOAD_AT + random.nextInt(payload);
        for (int at = from; at < Math.min(from + 1 + random.nextInt(5), PAYLOAD_AT + payload); at++) {
            changed[at] = (byte) random.nextInt();
        }
        byte[] covered = Arrays.copyOfRange(changed, PAYLOAD_AT - 2, PAYLOAD_AT + payload);
        ByteBuffer.wrap(changed).position(message.length - CODE_BYTES).put(key.mac(head, covered));
        return changed;
    }
}
