package dev.thimble.cli.make;

import dev.thimble.core.candidate.Goal;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.fit.Budget;
import dev.thimble.pipeline.fit.Limits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The example that is shipped, as demonstrations compile it.
 *
 * @param installation where it lies
 */
public record ShippedExample(Installation installation) {
    /** Its model's name. */
    public static final String NAME = "intents";

    /** The board that demonstrations run on. */
    public static final String BOARD = "mps2-an386";

    private static final String BUDGET = "2MiB";

    /** Its model. */
    public Path model() {
        return installation.example().resolve("model");
    }

    /** Another head of it: only the weights that differ. */
    public Path head() {
        return installation.example().resolve("head");
    }

    /** Its sentences, with labels. */
    public Path sentences() {
        return installation.example().resolve("calibration.tsv");
    }

    /** How its model is compiled. */
    public CompileSettings settings() {
        return settings(model(), Optional.empty());
    }

    /** How another one of its kind is compiled. */
    public CompileSettings settings(Path folder, Optional<Goal> goal) {
        Boards boards = Boards.load(installation);
        Board board = boards.named(BOARD);
        return CompileSettings.of(folder)
                .name(Optional.of(NAME))
                .calibration(Optional.of(sentences()))
                .limits(Limits.of(Budget.parse(BUDGET), board, boards.boards()))
                .goal(goal)
                .target(board.target())
                .build();
    }
}
