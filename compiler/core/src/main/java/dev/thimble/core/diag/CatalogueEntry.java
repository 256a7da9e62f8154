package dev.thimble.core.diag;

/**
 * What the catalogue says about one problem.
 *
 * @param code the number printed as {@code THM-0123}; unique over the whole catalogue
 * @param sentence one full sentence without a final full stop, in {@link String#format} syntax
 * @param hint what the user can do about it, in one line; empty when the sentence says it all
 * @param status the exit status of a command that ends with this problem
 */
public record CatalogueEntry(int code, String sentence, String hint, ExitStatus status) {

    /** A problem that is not the call's fault and not a missing tool's: most are. */
    static CatalogueEntry of(int code, String sentence, String hint) {
        return new CatalogueEntry(code, sentence, hint, ExitStatus.FAILED);
    }
}
