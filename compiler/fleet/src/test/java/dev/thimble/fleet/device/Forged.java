package dev.thimble.fleet.device;

import dev.thimble.fleet.record.DeviceKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Messages that hold anything, under a code that is right: from a server that was taken over, or is of another kind. */
final class Forged {
    private static final int PAYLOAD_AT = 25 + 2;
    private static final int CODE_BYTES = 32;

    /** MAC_structure up to the payload, of a task. */
    private static final byte[] HEAD = HexFormat.of().parseHex("84644d41433043a10105" + "447461736b");

    private Forged() {}

    /** A task's message with some bytes of its payload changed, and the code of what they are then. */
    static byte[] changed(Random random, byte[] message, DeviceKey key) {
        byte[] changed = message.clone();
        int payload = message.length - PAYLOAD_AT - CODE_BYTES - 2;
        int from = PAYLOAD_AT + random.nextInt(payload);
        for (int at = from; at < Math.min(from + 1 + random.nextInt(5), PAYLOAD_AT + payload); at++) {
            changed[at] = (byte) random.nextInt();
        }
        byte[] covered = Arrays.copyOfRange(changed, PAYLOAD_AT - 2, PAYLOAD_AT + payload);
        ByteBuffer.wrap(changed).position(message.length - CODE_BYTES).put(key.mac(HEAD, covered));
        return changed;
    }
}
