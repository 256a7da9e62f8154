package dev.thimble.update.wire;

/** Ends the reading of a package with the reason that a device would give. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** For this reason. */
    public Refusal(Reason reason) {
        super(reason.sentence());
        this.reason = reason;
    }

    /** Ends for this reason, unless what it asks for holds. */
    public static void unless(boolean holds, Reason reason) throws Refusal {
        if (!holds) {
            throw new Refusal(reason);
        }
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
