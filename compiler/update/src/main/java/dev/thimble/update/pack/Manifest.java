package dev.thimble.update.pack;

import com.upokecenter.cbor.CBORObject;
import dev.thimble.update.image.Identity;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.wire.Cbor;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.util.Optional;
import java.util.UUID;

/**
 * What is signed of a package. docs/updates.md has its one form, which {@link #bytes} writes; reading one means to write
 * what was read again, and to compare.
 *
 * @param sequence its number, unsigned: 1 to 2^64 - 2
 * @param audience whom it is for
 * @param result the image that results
 * @param identity what code that image is for
 * @param payload what the package carries
 * @param revoked the id of a key that is not trusted any more
 */
public record Manifest(
        long sequence, Audience audience, Result result, Identity identity, Payload payload, Optional<Octets> revoked) {
    /** The most bytes that devices read. */
    public static final int MOST_BYTES = 512;

    private static final int SHA256 = -16;
    private static final int SHA256_BYTES = 32;
    private static final int UUID_BYTES = 16;
    private static final long MOST_SIZE = 0xFFFFFFFFL;

    private static final int VENDOR = 1;
    private static final int CLASS = 2;
    private static final int IMAGE_DIGEST = 3;
    private static final int IMAGE_SIZE = 14;
    private static final int DEVICE = 24;
    private static final int KIND = -1;
    private static final int PROGRAM = -2;
    private static final int ARCHITECTURE = -3;
    private static final int QUANTIZATION = -4;
    private static final int VOCABULARY = -5;
    private static final int BASE = -6;
    private static final int PAYLOAD_SIZE = -7;
    private static final int PAYLOAD_DIGEST = -8;
    private static final int REVOKED = -9;

    private static final int OVERRIDE_PARAMETERS = 20;
    private static final int FETCH = 21;
    private static final int URI = 21;
    private static final int REPORT = 15;

    private static final int VERSION = 1;
    private static final int SEQUENCE = 2;
    private static final int COMMON = 3;
    private static final int VALIDATE = 7;
    private static final int INSTALL = 20;
    private static final int COMPONENTS = 2;
    private static final int SHARED = 4;
    private static final byte[] COMPONENT = {'m', 'o', 'd', 'e', 'l'};

    /** Where the payload is: under this key of the envelope. */
    static final String PAYLOAD_KEY = "#model";

    /** Its bytes. */
    public byte[] bytes() {
        CBORObject common =
                Cbor.map().Add(COMPONENTS, Cbor.array(Cbor.array(COMPONENT))).Add(SHARED, Cbor.wrapped(shared()));
        CBORObject install =
                Cbor.array(OVERRIDE_PARAMETERS, Cbor.map().Add(URI, PAYLOAD_KEY), FETCH, REPORT, IMAGE_DIGEST, REPORT);
        return Cbor.map()
                .Add(VERSION, 1)
                .Add(SEQUENCE, Cbor.unsigned(sequence))
                .Add(COMMON, Cbor.wrapped(common))
                .Add(VALIDATE, Cbor.wrapped(Cbor.array(IMAGE_DIGEST, REPORT)))
                .Add(INSTALL, Cbor.wrapped(install))
                .EncodeToBytes();
    }

    private CBORObject shared() {
        CBORObject commands = Cbor.array(OVERRIDE_PARAMETERS, parameters(), VENDOR, REPORT, CLASS, REPORT);
        return audience.device().isPresent() ? commands.Add(DEVICE).Add(REPORT) : commands;
    }

    private CBORObject parameters() {
        CBORObject parameters = Cbor.map()
                .Add(VENDOR, NameId.bytes(audience.vendor()))
                .Add(CLASS, NameId.bytes(audience.deviceClass()))
                .Add(IMAGE_DIGEST, Cbor.wrapped(Cbor.array(SHA256, Cbor.octets(result.digest()))))
                .Add(IMAGE_SIZE, Cbor.unsigned(result.bytes()));
        audience.device().ifPresent(device -> parameters.Add(DEVICE, NameId.bytes(device)));
        parameters.Add(KIND, payload.isParts() ? 1 : 0)
                .Add(PROGRAM, Cbor.octets(identity.program()))
                .Add(ARCHITECTURE, Cbor.octets(identity.architecture()))
                .Add(QUANTIZATION, Cbor.octets(identity.quantization()))
                .Add(VOCABULARY, Cbor.octets(identity.vocabulary()));
        payload.base().ifPresent(base -> parameters.Add(BASE, Cbor.octets(base)));
        parameters.Add(PAYLOAD_SIZE, Cbor.unsigned(payload.bytes())).Add(PAYLOAD_DIGEST, Cbor.octets(payload.digest()));
        revoked.ifPresent(id -> parameters.Add(REVOKED, Cbor.octets(id)));
        return parameters;
    }

    /**
     * Reads one.
     *
     * @throws Refusal for {@link Reason#FORMAT} where the bytes have another form, for {@link Reason#SIZE} where a size
     *     has more than 32 bits
     */
    public static Manifest parse(byte[] bytes) throws Refusal {
        CBORObject map = Cbor.decode(bytes);
        CBORObject common = Cbor.unwrapped(Cbor.at(map, COMMON));
        CBORObject parameters = Cbor.at(Cbor.unwrapped(Cbor.at(common, SHARED)), 1);
        Manifest read = new Manifest(
                Cbor.unsigned(Cbor.at(map, SEQUENCE)),
                audience(parameters),
                result(parameters),
                identity(parameters),
                payload(parameters),
                optional(parameters, REVOKED, PublicKey.ID_BYTES));
        Cbor.requireSame(bytes, read.bytes());
        Refusal.unless(isSequence(read.sequence()), Reason.FORMAT);
        Refusal.unless(isSize(read.result().bytes()) && isSize(read.payload().bytes()), Reason.SIZE);
        return read;
    }

    /** Whether a package may have this number. */
    public static boolean isSequence(long sequence) {
        return sequence != 0 && sequence != -1;
    }

    private static boolean isSize(long bytes) {
        return Long.compareUnsigned(bytes, MOST_SIZE) <= 0;
    }

    private static Audience audience(CBORObject parameters) throws Refusal {
        return new Audience(
                uuid(octets(parameters, VENDOR, UUID_BYTES)),
                uuid(octets(parameters, CLASS, UUID_BYTES)),
                optional(parameters, DEVICE, UUID_BYTES).map(Manifest::uuid));
    }

    private static UUID uuid(Octets octets) {
        return NameId.of(octets.bytes());
    }

    private static Result result(CBORObject parameters) throws Refusal {
        CBORObject digest = Cbor.unwrapped(Cbor.at(parameters, IMAGE_DIGEST));
        return new Result(octets(digest, 1, SHA256_BYTES), Cbor.unsigned(Cbor.at(parameters, IMAGE_SIZE)));
    }

    private static Identity identity(CBORObject parameters) throws Refusal {
        return new Identity(
                octets(parameters, PROGRAM, Identity.PROGRAM_BYTES),
                octets(parameters, ARCHITECTURE, Identity.OTHER_BYTES),
                octets(parameters, QUANTIZATION, Identity.OTHER_BYTES),
                octets(parameters, VOCABULARY, Identity.OTHER_BYTES));
    }

    private static Payload payload(CBORObject parameters) throws Refusal {
        return new Payload(
                optional(parameters, BASE, SHA256_BYTES),
                Cbor.unsigned(Cbor.at(parameters, PAYLOAD_SIZE)),
                octets(parameters, PAYLOAD_DIGEST, SHA256_BYTES));
    }

    private static Octets octets(CBORObject container, int key, int count) throws Refusal {
        return Cbor.octets(Cbor.at(container, key), count);
    }

    private static Optional<Octets> optional(CBORObject container, int key, int count) throws Refusal {
        return Cbor.has(container, key) ? Optional.of(octets(container, key, count)) : Optional.empty();
    }
}
