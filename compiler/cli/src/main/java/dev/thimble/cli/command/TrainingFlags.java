package dev.thimble.cli.command;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.pipeline.fit.Training;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options about what devices train. */
final class TrainingFlags {
    private static final String TRAINABLE = "--trainable";

    @Option(
            names = TRAINABLE,
            paramLabel = "PART",
            description = "with a trainer, in C, of head, head+mean, head+pooler or last-layer:lora:R, R the rank"
                    + " (docs/training.md); updatable, too")
    private Optional<String> part = Optional.empty();

    @Option(
            names = "--replay",
            paramLabel = "N",
            defaultValue = "32",
            description = "examples that a trainer keeps to learn from again, 32 by default")
    private int replay;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "a fresh head for these labels, one a line, in the place of the model's own")
    private Optional<Path> labels = Optional.empty();

    /** Whether there is a trainer. */
    boolean areGiven() {
        return part.isPresent();
    }

    /** What was chosen. */
    Optional<Training> training() {
        if (labels.isPresent() && part.isEmpty()) {
            throw new ThimbleException(TrainProblem.NOTHING_TRAINED.at("--labels"));
        }
        return part.map(word -> new Training(TrainablePart.named(word), checkedReplay(), labels.map(LabelFile::read)));
    }

    private int checkedReplay() {
        if (replay < 0 || replay > Training.MOST_REPLAY) {
            throw new ThimbleException(TrainProblem.REPLAY_INVALID.at("--replay", Training.MOST_REPLAY, replay));
        }
        return replay;
    }
}
