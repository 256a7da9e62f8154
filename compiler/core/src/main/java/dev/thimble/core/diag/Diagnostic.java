package dev.thimble.core.diag;

/**
 * One message for the user: a sentence, where, and a hint.
 *
 * @param severity whether the work can go on
 * @param problem the catalogue entry
 * @param sentence the filled-in sentence
 * @param where file, field or line; may be empty
 * @param hint what to do about it; may be empty
 */
public record Diagnostic(Severity severity, Problem problem, String sentence, String where, String hint) {

    /** The same with a hint that was computed for this case. */
    public Diagnostic withHint(String computed) {
        return new Diagnostic(severity, problem, sentence, where, computed);
    }

    /** The same at another place. */
    public Diagnostic at(String place) {
        return new Diagnostic(severity, problem, sentence, place, hint);
    }

    /** The line as it is printed: {@code error[THM-0123]: sentence (where) hint}. */
    public String line() {
        StringBuilder line = new StringBuilder(severity.label())
                .append("[THM-")
                .append(fourDigits(problem.code()))
                .append("]: ")
                .append(Shown.lines(sentence));
        if (!where.isEmpty()) {
            line.append(" (").append(Shown.line(where)).append(')');
        }
        if (!hint.isEmpty()) {
            line.append(where.isEmpty() ? "; " : " ").append(Shown.line(hint));
        }
        return line.toString();
    }

    /** Not by a format: the first number that one writes makes Java load what it knows of the digits of every language. */
    private static String fourDigits(int code) {
        String digits = Integer.toString(code);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
