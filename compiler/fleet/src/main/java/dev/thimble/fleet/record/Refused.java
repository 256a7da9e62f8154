package dev.thimble.fleet.record;

/** Ends the reading of a record with the reason for which it does not count. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** For this reason. */
    public Refused(Reason reason) {
        super(reason.sentence(), null, false, false);
        this.reason = reason;
    }

    /** Ends for this reason, unless what it asks for holds. */
    public static void unless(boolean holds, Reason reason) throws Refused {
        if (!holds) {
            throw new Refused(reason);
        }
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
