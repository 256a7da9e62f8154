package dev.thimble.fleet.record;

import java.util.Optional;
import java.util.stream.Stream;

/** What devices and server tell each other of masks, in this order; the masked record comes between parcel and question. */
public enum Step {
    /** A device's public keys. */
    ADVERTISEMENT(1, 1),
    /** Everyone's, for a device. */
    ROSTER(2, 1),
    /** A device's secrets, shared among the others and sealed for each. */
    SHARES(3, 2),
    /** What others sealed for a device. */
    PARCEL(4, 3),
    /** Which devices sent a masked record. */
    QUESTION(5, 2),
    /** Of each device the one share that its masks need to vanish. */
    DISCLOSURE(6, 3);

    private final int code;
    private final int fields;

    Step(int code, int fields) {
        this.code = code;
        this.fields = fields;
    }

    /** The one that a letter means by this number, if there is one. */
    static Optional<Step> of(long code) {
        return Stream.of(values()).filter(step -> step.code == code).findFirst();
    }

    /** The number that a letter has. */
    int code() {
        return code;
    }

    /** How many byte strings it has. */
    public int fields() {
        return fields;
    }
}
