package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import java.util.Optional;

/**
 * What held-out examples say of a new image.
 *
 * @param before the image that devices have
 * @param after the new one
 * @param asked what it would have to be, where it is not
 */
record Judgement(Accuracy before, Accuracy after, Optional<String> asked) {
    /**
     * Checks that the image may be published.
     *
     * @throws ThimbleException where it may not
     */
    void require() {
        asked.ifPresent(missed -> {
            throw new ThimbleException(FleetProblem.ACCURACY_LOW.at("--data", after.text(), before.text(), missed));
        });
    }

    /** For people. */
    String line() {
        return "accuracy    " + after.text() + "; before " + before.text();
    }

    /** For scripts. */
    void into(ObjectNode node) {
        before.into(node.putObject("before"));
        after.into(node.putObject("after"));
    }
}
