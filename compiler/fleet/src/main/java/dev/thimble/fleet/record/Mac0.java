package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a device and its server send each other: a COSE_Mac0 (RFC 9052, section 6.2) with HMAC 256/256, in deterministic
 * CBOR. docs/fleet.md has its one form; whatever is written otherwise is refused.
 */
final class Mac0 {
    private static final int COSE_MAC0 = 17;
    private static final int ITEMS = 4;
    private static final int KEY_ID = 4;

    /** The protected header: {1: 5}, HMAC 256/256. */
    private static final byte[] PROTECTED = {(byte) 0xA1, 1, 5};

    private static final byte[] CONTEXT = "MAC0".getBytes(StandardCharsets.US_ASCII);

    private final Octets device;
    private final byte[] payload;
    private final Octets mac;

    private Mac0(Octets device, byte[] payload, Octets mac) {
        this.device = device;
        this.payload = payload;
        this.mac = mac;
    }

    /** A payload under a code that was made before. */
    static Mac0 of(Octets device, Octets mac, byte... payload) {
        return new Mac0(device, payload.clone(), mac);
    }

    /** A payload under the code that a device's key makes for it. */
    static Mac0 by(DeviceKey key, Octets device, Purpose purpose, byte... payload) {
        return of(device, Octets.of(key.mac(authenticated(purpose, payload))), payload);
    }

    /** COSE's MAC_structure. */
    private static byte[] authenticated(Purpose purpose, byte... payload) {
        return new CborWriter()
                .head(CborWriter.ARRAY, ITEMS)
                .head(CborWriter.TEXT, CONTEXT.length)
                .raw(CONTEXT)
                .bytes(PROTECTED)
                .bytes(purpose.bytes())
                .bytes(payload)
                .written();
    }

    /**
     * Reads one, and believes nothing of it.
     *
     * @throws Refused for {@link Reason#FORMAT} where the bytes have another form
     */
    static Mac0 parse(byte... bytes) throws Refused {
        CborReader reader = new CborReader(bytes);
        reader.expect(CborWriter.TAG, COSE_MAC0);
        reader.expect(CborWriter.ARRAY, ITEMS);
        reader.expect(PROTECTED);
        reader.expect(CborWriter.MAP, 1);
        Octets device = reader.octetsAt(KEY_ID, UpdateRecord.DEVICE_BYTES);
        byte[] payload = reader.bytes();
        Octets mac = Octets.of(reader.bytes(DeviceKey.BYTES));
        reader.end();
        return new Mac0(device, payload, mac);
    }

    /**
     * The payload of what was sent to a device, once it is known to be for it and by its server.
     *
     * @throws Refused for {@link Reason#FORMAT}, {@link Reason#DEVICE} or {@link Reason#MAC}
     */
    static byte[] opened(DeviceKey key, Octets device, Purpose purpose, byte... bytes) throws Refused {
        Mac0 sent = parse(bytes);
        Refused.unless(sent.device.equals(device), Reason.DEVICE);
        Refused.unless(sent.isBy(key, purpose), Reason.MAC);
        return sent.payload;
    }

    /** Its bytes. */
    byte[] bytes() {
        return new CborWriter()
                .head(CborWriter.TAG, COSE_MAC0)
                .head(CborWriter.ARRAY, ITEMS)
                .bytes(PROTECTED)
                .head(CborWriter.MAP, 1)
                .octetsAt(KEY_ID, device)
                .bytes(payload)
                .bytes(mac.bytes())
                .written();
    }

    /** Whether the code is the one that this key makes. The time that it takes does not depend on where they differ. */
    boolean isBy(DeviceKey key, Purpose purpose) {
        return MessageDigest.isEqual(mac.bytes(), key.mac(authenticated(purpose, payload)));
    }

    /** Id of the device whose key it is. */
    Octets device() {
        return device;
    }

    /** A new array of what it holds. */
    byte[] payload() {
        return payload.clone();
    }

    /** The code. */
    Octets mac() {
        return mac;
    }
}
