package dev.thimble.frontend;

import dev.thimble.core.diag.Diagnostic;
import java.util.List;

/**
 * A model with what the user should know about its files.
 *
 * @param model the model
 * @param warnings in the order they were found
 */
public record LoadedModel(Model model, List<Diagnostic> warnings) {
    /** Copies the list. */
    public LoadedModel {
        warnings = List.copyOf(warnings);
    }
}
