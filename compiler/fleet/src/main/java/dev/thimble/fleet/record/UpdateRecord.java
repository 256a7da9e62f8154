package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.util.HexFormat;

/**
 * A device's update as it is sent, under a code by its key. docs/fleet.md has its one form; whatever is written otherwise is
 * refused.
 *
 * @param device id of the device that says it sent this: {@value #DEVICE_BYTES} bytes
 * @param update what it says
 * @param mac the code of authentication: {@value DeviceKey#BYTES} bytes
 */
public record UpdateRecord(Octets device, Update update, Octets mac) {
    /** Bytes of the id of a device. */
    public static final int DEVICE_BYTES = 16;

    /** What a record has at most besides values and bitmap: 25 before the payload, its head of 5, 82 in it, 34 of the code. */
    static final int MOST_OTHER_BYTES = 25 + 5 + 82 + 34;

    /** Before the id come the tag, the array, the protected header's four bytes, the map, the id's name, and its head. */
    private static final int DEVICE_AT = 1 + 1 + 4 + 1 + 1 + 1;

    /** A device's update with its code. */
    public static UpdateRecord of(Octets device, Update update, DeviceKey key) {
        return new UpdateRecord(
                device,
                update,
                Mac0.by(key, device, Purpose.UPDATE, update.bytes()).mac());
    }

    private Mac0 sent() {
        return Mac0.of(device, mac, update.bytes());
    }

    /** Its bytes. */
    public byte[] bytes() {
        return sent().bytes();
    }

    /**
     * Reads a record, and believes nothing of it.
     *
     * @throws Refused for {@link Reason#FORMAT} where the bytes have another form
     */
    public static UpdateRecord parse(byte... bytes) throws Refused {
        Mac0 sent = Mac0.parse(bytes);
        return new UpdateRecord(sent.device(), Update.parse(sent.payload()), sent.mac());
    }

    /**
     * The device that bytes name if they are a record, whose id always lies at the same place, in hexadecimal digits. Of other
     * bytes it is whatever lies there, or nothing.
     */
    public static String namedDevice(byte... bytes) {
        return bytes.length < DEVICE_AT + DEVICE_BYTES
                ? ""
                : HexFormat.of().formatHex(bytes, DEVICE_AT, DEVICE_AT + DEVICE_BYTES);
    }

    /** Whether the code is the one that this key makes. The time that it takes does not depend on where they differ. */
    public boolean isBy(DeviceKey key) {
        return sent().isBy(key, Purpose.UPDATE);
    }
}
