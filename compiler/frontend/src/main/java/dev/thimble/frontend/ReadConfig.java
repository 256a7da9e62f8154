package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.frontend.architecture.Architecture;
import dev.thimble.frontend.config.ModelConfig;
import java.util.List;

/**
 * A configuration with what the user should know about it.
 *
 * @param <C> what the architecture's config.json says
 * @param architecture whose it is
 * @param config what was understood
 * @param warnings keys that may matter and are not known, doubtful labels
 */
record ReadConfig<C extends ModelConfig>(Architecture<C> architecture, C config, List<Diagnostic> warnings) {
    /** Copies the list. */
    ReadConfig {
        warnings = List.copyOf(warnings);
    }
}
