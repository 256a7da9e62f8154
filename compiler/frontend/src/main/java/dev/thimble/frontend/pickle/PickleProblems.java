package dev.thimble.frontend.pickle;

import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.weights.Names;

/**
 * Refusals of one file's pickles.
 *
 * @param file the file's name
 */
public record PickleProblems(String file) {

    /** A name that is not known. */
    public ThimbleException global(Value.Global global) {
        return new ThimbleException(ModelProblem.PICKLE_GLOBAL.at(file, Names.quoted(global.toString())));
    }

    /** A call, or a state, of something known, but not as it is known. */
    public ThimbleException call(String function, String why) {
        return new ThimbleException(ModelProblem.PICKLE_CALL.at(file, function, why));
    }

    /** A reference to something outside of the pickle. */
    public ThimbleException reference(String why) {
        return new ThimbleException(ModelProblem.PICKLE_REFERENCE.at(file, why));
    }

    /** An instruction that is not executed. */
    ThimbleException opcode(String name, long at) {
        return new ThimbleException(ModelProblem.PICKLE_OPCODE.at(file, name, at));
    }

    /** Bytes that are no pickle. */
    ThimbleException damaged(long at, String why) {
        return new ThimbleException(ModelProblem.PICKLE_DAMAGED.at(file, at, why));
    }

    /** More than any state dict has. */
    ThimbleException limit(long most, String what) {
        return new ThimbleException(ModelProblem.PICKLE_LIMIT.at(file, most, what));
    }
}
