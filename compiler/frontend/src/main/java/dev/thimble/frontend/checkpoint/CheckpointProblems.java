package dev.thimble.frontend.checkpoint;

import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.pickle.PickleProblems;
import dev.thimble.frontend.weights.Names;

/**
 * Refusals of one checkpoint.
 *
 * @param file the file's name
 */
record CheckpointProblems(String file) {

    PickleProblems pickle() {
        return new PickleProblems(file);
    }

    ThimbleException form(String why) {
        return new ThimbleException(ModelProblem.CHECKPOINT_FORM.at(file, why));
    }

    ThimbleException archive(String why) {
        return new ThimbleException(ModelProblem.CHECKPOINT_ARCHIVE.at(file, why));
    }

    ThimbleException bigEndian() {
        return new ThimbleException(ModelProblem.CHECKPOINT_BIG_ENDIAN.at(file));
    }

    ThimbleException module(String name) {
        return new ThimbleException(ModelProblem.CHECKPOINT_MODULE.at(file, Names.quoted(name)));
    }

    ThimbleException entry(String name, String kind) {
        return new ThimbleException(ModelProblem.CHECKPOINT_ENTRY.at(file, Names.quoted(name), kind));
    }

    ThimbleException wrapped(String key) {
        return new ThimbleException(ModelProblem.CHECKPOINT_WRAPPED.at(file, Names.quoted(key)));
    }

    ThimbleException view(String name, String why) {
        return new ThimbleException(ModelProblem.CHECKPOINT_VIEW.at(file, Names.quoted(name), why));
    }

    ThimbleException storage(String key, String why) {
        return new ThimbleException(ModelProblem.CHECKPOINT_STORAGE.at(file, Names.quoted(key), why));
    }

    ThimbleException tooLarge(long most) {
        return new ThimbleException(ModelProblem.CHECKPOINT_TOO_LARGE.at(file, most));
    }
}
