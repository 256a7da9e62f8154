package dev.thimble.frontend;

import java.nio.file.Path;

/** Where a model comes from. A source is only a place: nothing is read before it is asked for. */
public interface ModelSource {

    /** The source that a path of the user's stands for. */
    static ModelSource at(Path path) {
        return new ModelFolder(path);
    }

    /** The model's name: a C identifier in lower case. */
    String name();

    /**
     * Reads the model.
     *
     * @throws dev.thimble.core.diag.ThimbleException one clear diagnostic for whatever cannot be used
     */
    LoadedModel load(LoadOptions options);
}
