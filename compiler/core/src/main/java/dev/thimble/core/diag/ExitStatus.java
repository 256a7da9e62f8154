package dev.thimble.core.diag;

/** The exit statuses of every command; scripts depend on the numbers. */
public enum ExitStatus {
    /** The work was done. */
    DONE(0),
    /** The work failed: a mismatch, a model over its budget, a file that cannot be used. */
    FAILED(1),
    /** The call is wrong. */
    USAGE(2),
    /** A tool is missing on this machine. */
    TOOL_MISSING(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The process exit code. */
    public int code() {
        return code;
    }
}
