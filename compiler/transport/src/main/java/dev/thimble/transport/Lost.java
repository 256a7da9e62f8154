package dev.thimble.transport;

/** A message may not have got through, for a reason that may pass: whoever sent it sends it again, later. */
public final class Lost extends Exception {
    private static final long serialVersionUID = 1L;

    /** For what somebody else had to say. */
    public Lost(Throwable cause) {
        super(cause);
    }

    /** In words. */
    public Lost(String message) {
        super(message);
    }
}
