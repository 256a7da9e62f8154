package dev.thimble.pipeline;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a compilation can be stopped after, in order. */
public enum Stage {
    /** The float graph as the model folder has it. */
    READ,
    /** The float graph with its constants folded. */
    FOLD,
    /** The float graph with equalised channels: the one that is calibrated. */
    EQUALIZE,
    /** The integer graph. */
    QUANTIZE,
    /** The steps, and where their values lie in the arena. */
    PLAN;

    /** How the command line calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of that name, if there is one. */
    public static Optional<Stage> named(String word) {
        return Stream.of(values()).filter(stage -> stage.word().equals(word)).findFirst();
    }
}
