package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a device is told of a record that it sent, under a code by its own key. It is sent when the record is on the disk of
 * the server, so that the device may forget what it sent.
 *
 * @param record SHA-256 of the record's bytes
 * @param refused why the record does not count, if so
 */
public record Receipt(Octets record, Optional<Reason> refused) {
    private static final int VERSION = 1;
    private static final int RECORD = 2;
    private static final int REASON = 3;
    private static final int THIS_VERSION = 1;
    private static final int COUNTED = 0;
    private static final int ENTRIES = 3;
    private static final int DIGEST_BYTES = 32;

    /** That of a record's bytes. */
    public static Receipt of(Optional<Reason> refused, byte... record) {
        return new Receipt(Octets.sha256(record), refused);
    }

    /** Its bytes for a device. */
    public byte[] seal(Octets device, DeviceKey key) {
        byte[] payload = new CborWriter()
                .head(CborWriter.MAP, ENTRIES)
                .unsignedAt(VERSION, THIS_VERSION)
                .octetsAt(RECORD, record)
                .unsignedAt(REASON, refused.map(Reason::code).orElse(COUNTED))
                .written();
        return Mac0.by(key, device, Purpose.RECEIPT, payload).bytes();
    }

    /**
     * The receipt that was sent to a device.
     *
     * @throws Refused for {@link Reason#FORMAT}, {@link Reason#DEVICE} or {@link Reason#MAC}
     */
    public static Receipt open(Octets device, DeviceKey key, byte... bytes) throws Refused {
        CborReader reader = new CborReader(Mac0.opened(key, device, Purpose.RECEIPT, bytes));
        reader.expect(CborWriter.MAP, ENTRIES);
        Refused.unless(reader.unsignedAt(VERSION) == THIS_VERSION, Reason.FORMAT);
        Octets record = reader.octetsAt(RECORD, DIGEST_BYTES);
        long code = reader.unsignedAt(REASON);
        reader.end();
        return new Receipt(record, code == COUNTED ? Optional.empty() : Optional.of(reason(code)));
    }

    private static Reason reason(long code) throws Refused {
        return Stream.of(Reason.values())
                .filter(reason -> reason.code() == code)
                .findFirst()
                .orElseThrow(() -> new Refused(Reason.FORMAT));
    }
}
