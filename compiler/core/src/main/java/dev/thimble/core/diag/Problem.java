package dev.thimble.core.diag;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * One entry of the diagnostics catalogue. The catalogue is the set of enums in this package that implement this
 * interface; the hundreds digit of a code names its area.
 */
public interface Problem {

    /** What the catalogue says about it. */
    CatalogueEntry entry();

    /** The number printed as {@code THM-0123}. */
    default int code() {
        return entry().code();
    }

    /** One sentence in {@link String#format} syntax. */
    default String sentence() {
        return entry().sentence();
    }

    /** What the user can do about it; may be empty. */
    default String hint() {
        return entry().hint();
    }

    /** The exit status of a command that ends with this problem. */
    default ExitStatus status() {
        return entry().status();
    }

    /**
     * This problem at one place.
     *
     * @param where file, field or line, as the user knows it; empty when there is none
     * @param arguments what the sentence's format asks for
     */
    default Diagnostic at(String where, Object... arguments) {
        return new Diagnostic(Severity.ERROR, this, filled(arguments), where, hint());
    }

    private String filled(Object... arguments) {
        return String.format(
                Locale.ROOT,
                sentence(),
                Stream.of(arguments).map(Problem::shown).toArray());
    }

    /** What is filled in may be a stranger's words, and a name has one line; only what programs print keeps its lines. */
    private static Object shown(Object argument) {
        if (argument instanceof Number) {
            return argument;
        }
        return argument instanceof Quote quote ? Shown.lines(quote.text()) : Shown.line(String.valueOf(argument));
    }

    /**
     * What a program printed, in as many lines as it printed.
     *
     * @param text the lines
     */
    record Quote(String text) {}

    /** The same as a warning: the work goes on. */
    default Diagnostic warningAt(String where, Object... arguments) {
        return new Diagnostic(Severity.WARNING, this, filled(arguments), where, hint());
    }
}
