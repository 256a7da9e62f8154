package dev.thimble.core.diag;

/** Ends a stage with one diagnostic. Commands print its line and exit with its status. */
public final class ThimbleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    /** An error the user can understand from its diagnostic alone. */
    public ThimbleException(Diagnostic diagnostic) {
        super(diagnostic.line());
        this.diagnostic = diagnostic;
    }

    /** The same with the exception behind it, for a stack trace under {@code --debug}. */
    public ThimbleException(Diagnostic diagnostic, Throwable cause) {
        super(diagnostic.line(), cause);
        this.diagnostic = diagnostic;
    }

    /** What to tell the user. */
    public Diagnostic diagnostic() {
        return diagnostic;
    }
}
