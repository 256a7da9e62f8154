package dev.thimble.cli.run;

import java.util.Locale;

/** The targets of {@code --target}; the names in lower case are what a user types. */
public enum TargetKind {
    /** The C, built for this machine. */
    HOST,
    /** The firmware in QEMU. */
    QEMU,
    /** The integer reference executor. */
    REFERENCE,
    /** The float reference on ND4J. */
    FLOAT;

    /** The name as a user types it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
