package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A device's update as it is sent: COSE_Mac0 (RFC 9052, section 6.2) with HMAC 256/256, in deterministic CBOR. docs/fleet.md
 * has its one form; whatever is written otherwise is refused.
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

    private static final int COSE_MAC0 = 17;
    private static final int MAC0_ITEMS = 4;
    private static final int KEY_ID = 4;

    /** The protected header: {1: 5}, HMAC 256/256. */
    private static final byte[] PROTECTED = {(byte) 0xA1, 1, 5};

    private static final byte[] CONTEXT = "MAC0".getBytes(StandardCharsets.US_ASCII);

    /** A device's update with its code. */
    public static UpdateRecord of(Octets device, Update update, DeviceKey key) {
        return new UpdateRecord(device, update, Octets.of(key.mac(authenticated(update.bytes()))));
    }

    /** COSE's MAC_structure of a payload. */
    private static byte[] authenticated(byte... payload) {
        return new CborWriter()
                .head(CborWriter.ARRAY, MAC0_ITEMS)
                .head(CborWriter.TEXT, CONTEXT.length)
                .raw(CONTEXT)
                .bytes(PROTECTED)
                .bytes()
                .bytes(payload)
                .written();
    }

    /** Its bytes. */
    public byte[] bytes() {
        return new CborWriter()
                .head(CborWriter.TAG, COSE_MAC0)
                .head(CborWriter.ARRAY, MAC0_ITEMS)
                .bytes(PROTECTED)
                .head(CborWriter.MAP, 1)
                .octetsAt(KEY_ID, device)
                .bytes(update.bytes())
                .bytes(mac.bytes())
                .written();
    }

    /**
     * Reads a record, and believes nothing of it.
     *
     * @throws Refused for {@link Reason#FORMAT} where the bytes have another form
     */
    public static UpdateRecord parse(byte... bytes) throws Refused {
        CborReader reader = new CborReader(bytes);
        reader.expect(CborWriter.TAG, COSE_MAC0);
        reader.expect(CborWriter.ARRAY, MAC0_ITEMS);
        reader.expect(PROTECTED);
        reader.expect(CborWriter.MAP, 1);
        Octets device = reader.octetsAt(KEY_ID, DEVICE_BYTES);
        Update update = Update.parse(reader.bytes());
        Octets mac = Octets.of(reader.bytes(DeviceKey.BYTES));
        reader.end();
        return new UpdateRecord(device, update, mac);
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
        return MessageDigest.isEqual(mac.bytes(), key.mac(authenticated(update.bytes())));
    }
}
