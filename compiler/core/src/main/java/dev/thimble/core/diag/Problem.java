package dev.thimble.core.diag;

import java.util.Locale;

/**
 * One entry of the diagnostics catalogue. The catalogue is the set of enums in this package that implement this
 * interface; the hundreds digit of a code names its area.
 */
public interface Problem {

    /** The number printed as {@code THM-0123}; unique over the whole catalogue. */
    int code();

    /** One full sentence without a final full stop, in {@link String#format} syntax. */
    String sentence();

    /** What the user can do about it, in one line; empty when the sentence says it all. */
    String hint();

    /** The exit status of a command that ends with this problem. */
    default ExitStatus status() {
        return ExitStatus.FAILED;
    }

    /**
     * This problem at one place.
     *
     * @param where file, field or line, as the user knows it; empty when there is none
     * @param arguments what the sentence's format asks for
     */
    default Diagnostic at(String where, Object... arguments) {
        return new Diagnostic(Severity.ERROR, this, String.format(Locale.ROOT, sentence(), arguments), where, hint());
    }

    /** The same as a warning: the work goes on. */
    default Diagnostic warningAt(String where, Object... arguments) {
        return new Diagnostic(Severity.WARNING, this, String.format(Locale.ROOT, sentence(), arguments), where, hint());
    }
}
