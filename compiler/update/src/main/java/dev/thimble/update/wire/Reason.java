package dev.thimble.update.wire;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a device refuses a package: codes, names and sentences are those of {@code runtime-c/include/thimble/update.h}. */
public enum Reason {
    /** No bytes of a package. */
    FORMAT(1, "The bytes are no package of Thimble's profile."),
    /** A key that is not trusted. */
    KEY(2, "It is signed by a key that this device does not trust, or trusts no more."),
    /** Another signature. */
    SIGNATURE(3, "The signature is not one of the manifest's digest by that key."),
    /** Another manifest. */
    MANIFEST(4, "The manifest is not the one that was signed."),
    /** Another vendor. */
    VENDOR(5, "It was made for another vendor's devices."),
    /** Another class. */
    CLASS(6, "It was made for another class of devices."),
    /** Another device. */
    DEVICE(7, "It was made for another device."),
    /** Other code. */
    PROGRAM(8, "It was made for other code than this firmware's."),
    /** Other operators or shapes. */
    ARCHITECTURE(9, "It was made for another architecture: other operators or shapes."),
    /** Other precisions or layouts. */
    QUANTIZATION(10, "It was made for another quantisation: other precisions or layouts."),
    /** Another vocabulary. */
    VOCABULARY(11, "It changes the vocabulary, and this device does not let it."),
    /** Nothing new. */
    INSTALLED(12, "It is the one that is installed."),
    /** An older one. */
    OLD(13, "Its sequence number is not above the installed one's."),
    /** Parts of another image. */
    BASE(14, "It changes parts of another image than the one that runs."),
    /** Sizes that cannot be. */
    SIZE(15, "Its image or its payload is larger than a slot, or its sizes contradict each other."),
    /** Another payload. */
    PAYLOAD(16, "The payload is not the one that the manifest names."),
    /** Another image in the end. */
    RESULT(17, "The image that results is not the one that the manifest names."),
    /** Flash that does not hold. */
    FLASH(18, "The flash did not hold what was written to it."),
    /** Bytes behind the end. */
    EXTRA(19, "Bytes follow the end of the package."),
    /** An early end. */
    TRUNCATED(20, "The package ended early."),
    /** A trial under way. */
    BUSY(21, "The running image is on trial: it must be confirmed first."),
    /** A chunk of another place. */
    ORDER(22, "A chunk is not the next one: the protocol says which is asked for.");

    private final int code;
    private final String sentence;

    Reason(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** The one that a device answers with this number, if there is one. */
    public static Optional<Reason> of(int code) {
        return Stream.of(values()).filter(reason -> reason.code == code).findFirst();
    }

    /** The number that a device answers. */
    public int code() {
        return code;
    }

    /** What it means, in one sentence. */
    public String sentence() {
        return sentence;
    }
}
