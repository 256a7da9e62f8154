package dev.thimble.fleet.masking;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.update.wire.Octets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Devices in a masked round, whose updates follow from their numbers. */
public final class MaskedFleet {
    /** Values of an update. */
    public static final int SIZE = 11;

    /** What they are asked for. */
    public static final Task TASK = TestFleet.task(SIZE, 3, new Form.Masked());

    private final Map<Integer, Memory> memories = new TreeMap<>();
    private final Map<Octets, Octets> said = new HashMap<>();

    /** What a device learned. */
    public static Delta delta(int device) {
        return TestFleet.delta(SIZE, new Random(device));
    }

    /** Of how many examples. */
    public static int examples(int device) {
        return 1 + device % 50;
    }

    static Participant participant(int device) {
        Octets id = TestFleet.device(device);
        return new Participant(id, TestFleet.key(id));
    }

    static Update update(int device, Masks masks) {
        return TestFleet.update(TASK, 1, masks.masked(delta(device), examples(device)));
    }

    /** Its first letter. */
    public byte[] joined(int device) {
        return said.computeIfAbsent(Octets.of((byte) device, (byte) (device >> Byte.SIZE)), seed -> {
                    Octets random = Octets.sha256(seed.bytes());
                    return kept(device, participant(device).join(TASK, new HashStream(random.bytes())));
                })
                .bytes();
    }

    private Octets kept(int device, Reply reply) {
        memories.put(device, reply.memory());
        return Octets.of(reply.bytes());
    }

    /** What it says to the server's letter. It computes it once. */
    public byte[] answer(int device, byte... letter) throws Refused {
        Octets digest = Octets.sha256(letter);
        if (!said.containsKey(digest)) {
            Reply reply = participant(device).answer(memory(device), letter, masks -> update(device, masks));
            said.put(digest, kept(device, reply));
        }
        return said.get(digest).bytes();
    }

    Memory memory(int device) {
        return memories.get(device);
    }
}
