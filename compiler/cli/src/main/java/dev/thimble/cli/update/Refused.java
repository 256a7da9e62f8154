package dev.thimble.cli.update;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.wire.Reason;
import java.nio.file.Path;

/** How people are told that a package is refused. */
final class Refused {
    private Refused() {}

    /** One line with the reason's code, name and sentence. */
    static Diagnostic diagnostic(Path file, Reason reason) {
        String sentence = reason.sentence();
        String clause = Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1, sentence.length() - 1);
        return UpdateProblem.REFUSED.at(file.toString(), reason.code(), reason.name(), clause);
    }
}
