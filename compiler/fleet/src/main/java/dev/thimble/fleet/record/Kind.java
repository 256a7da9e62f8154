package dev.thimble.fleet.record;

import java.util.Optional;
import java.util.stream.Stream;

/** How what changed is written down. */
public enum Kind {
    /** A value for each parameter. */
    DENSE(0, "dense"),
    /** The values of some parameters, and which these are. */
    SPARSE(1, "sparse"),
    /** Words under masks. */
    MASKED(2, "masked");

    private final int code;
    private final String word;

    Kind(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /** The one that a record means by this number, if there is one. */
    static Optional<Kind> of(long code) {
        return Stream.of(values()).filter(kind -> kind.code == code).findFirst();
    }

    /** The number that a record has. */
    int code() {
        return code;
    }

    /** Its name in a task. */
    public String word() {
        return word;
    }
}
