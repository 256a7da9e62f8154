package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a device and its server tell each other of masks, under a code by the device's key. docs/fleet.md has its one form;
 * whatever is written otherwise is refused.
 *
 * @param device id of the device that sends it, or that it is for
 * @param round in which
 * @param step what it is
 * @param fields as many as the step has
 * @param mac the code of authentication
 */
public record Letter(Octets device, long round, Step step, List<Octets> fields, Octets mac) {
    /** More bytes than any letter of 255 devices has. */
    public static final int MOST_BYTES = 1 << 15;

    private static final int VERSION = 1;
    private static final int STEP = 2;
    private static final int ROUND = 3;
    private static final int FIRST_FIELD = 4;
    private static final int THIS_VERSION = 1;

    /** Keeps its own copy. */
    public Letter {
        fields = List.copyOf(fields);
    }

    /** A letter with its code. */
    public static Letter of(Octets device, DeviceKey key, long round, Step step, Octets... fields) {
        Octets mac = Mac0.by(key, device, Purpose.MASKING, payload(round, step, List.of(fields)))
                .mac();
        return new Letter(device, round, step, List.of(fields), mac);
    }

    private static byte[] payload(long round, Step step, List<Octets> fields) {
        CborWriter writer = new CborWriter()
                .head(CborWriter.MAP, ROUND + fields.size())
                .unsignedAt(VERSION, THIS_VERSION)
                .unsignedAt(STEP, step.code())
                .unsignedAt(ROUND, round);
        for (int i = 0; i < fields.size(); i++) {
            writer.octetsAt(FIRST_FIELD + i, fields.get(i));
        }
        return writer.written();
    }

    private Mac0 sent() {
        return Mac0.of(device, mac, payload(round, step, fields));
    }

    /** Its bytes. */
    public byte[] bytes() {
        return sent().bytes();
    }

    /**
     * Reads a letter, and believes nothing of it.
     *
     * @throws Refused for {@link Reason#FORMAT} where the bytes have another form
     */
    public static Letter parse(byte... bytes) throws Refused {
        Refused.unless(bytes.length <= MOST_BYTES, Reason.FORMAT);
        Mac0 sent = Mac0.parse(bytes);
        return read(sent, new CborReader(sent.payload()));
    }

    private static Letter read(Mac0 sent, CborReader reader) throws Refused {
        long entries = reader.head(CborWriter.MAP);
        Refused.unless(reader.unsignedAt(VERSION) == THIS_VERSION, Reason.FORMAT);
        Step step = Step.of(reader.unsignedAt(STEP)).orElseThrow(() -> new Refused(Reason.FORMAT));
        Refused.unless(entries == ROUND + step.fields(), Reason.FORMAT);
        long round = reader.unsignedAt(ROUND);
        List<Octets> fields = new ArrayList<>();
        for (int i = 0; i < step.fields(); i++) {
            fields.add(Octets.of(reader.bytesAt(FIRST_FIELD + i)));
        }
        reader.end();
        return new Letter(sent.device(), round, step, fields, sent.mac());
    }

    /**
     * The letter that was sent to a device.
     *
     * @throws Refused for {@link Reason#FORMAT}, {@link Reason#DEVICE} or {@link Reason#MAC}
     */
    public static Letter open(Octets device, DeviceKey key, byte... bytes) throws Refused {
        Letter letter = parse(bytes);
        Refused.unless(letter.device.equals(device), Reason.DEVICE);
        Refused.unless(letter.isBy(key), Reason.MAC);
        return letter;
    }

    /** Whether the code is the one that this key makes. The time that it takes does not depend on where they differ. */
    public boolean isBy(DeviceKey key) {
        return sent().isBy(key, Purpose.MASKING);
    }

    /** One of its byte strings, the first of which has the number 0. */
    public Octets field(int number) {
        return fields.get(number);
    }
}
