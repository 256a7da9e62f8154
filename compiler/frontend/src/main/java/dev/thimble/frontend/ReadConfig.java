package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.frontend.config.ModelConfig;
import java.util.List;

/**
 * A configuration with what the user should know about it.
 *
 * @param config what was understood
 * @param warnings keys that may matter and are not known, doubtful labels
 */
public record ReadConfig(ModelConfig config, List<Diagnostic> warnings) {
    /** Copies the list. */
    public ReadConfig {
        warnings = List.copyOf(warnings);
    }
}
