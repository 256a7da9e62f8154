package dev.thimble.core.train;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import java.util.Set;

/** What of the values under training stays on a device, which a fleet never sees. */
public enum PersonalPart {
    /** All values are exchanged. */
    NOTHING,
    /** The matrix of the logits: what labels mean on this device. */
    HEAD;

    private static final String HEAD_WORD = "head";

    /**
     * The part of that name.
     *
     * @param trained of the model
     * @throws ThimbleException where there is none, THM-1108, or where nothing else is trained, THM-1109
     */
    public static PersonalPart named(String word, TrainablePart trained) {
        if (!word.equals(HEAD_WORD)) {
            throw new ThimbleException(TrainProblem.PERSONAL_UNKNOWN.at("--personal", word));
        }
        if (!trained.hasMoreThanHead()) {
            throw new ThimbleException(TrainProblem.NOTHING_SHARED.at("--personal", trained.word()));
        }
        return HEAD;
    }

    /** What is exchanged then. */
    public SharedPart leaves(TrainerForm form) {
        return new SharedPart(form, this == HEAD ? Set.of(form.head().name()) : Set.of());
    }
}
