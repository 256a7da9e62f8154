package dev.thimble.cli.run;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.Progress;
import dev.thimble.verify.data.Example;
import java.util.List;
import java.util.Optional;

/** Counts right answers and answers that agree with the float model. */
public final class Evaluation {
    private final List<String> labels;
    private final Progress progress;

    /** An evaluation of a model with these labels. */
    public Evaluation(List<String> labels, Progress progress) {
        this.labels = labels;
        this.progress = progress;
    }

    /**
     * What was counted.
     *
     * @param rows inputs that were answered
     * @param unanswered inputs for which a board has no memory
     * @param labelled inputs with a label
     * @param right the target's right answers
     * @param floatRight the float model's
     * @param agreeing inputs where both gave the same label
     */
    public record Result(int rows, int unanswered, int labelled, int right, int floatRight, int agreeing) {

        /** Share of right answers, 0 to 1. */
        public double accuracy() {
            return (double) right / Math.max(1, labelled);
        }

        /** The float model's. */
        public double floatAccuracy() {
            return (double) floatRight / Math.max(1, labelled);
        }

        /** Share of inputs where both give the same label. */
        public double agreement() {
            return (double) agreeing / Math.max(1, rows);
        }
    }

    /** Runs both over all inputs, whose labels are looked at before. */
    public Result run(List<Example> examples, Target real, Target tested) {
        examples.stream().filter(Example::isLabelled).forEach(this::index);
        int labelled = 0;
        int right = 0;
        int floatRight = 0;
        int agreeing = 0;
        int unanswered = 0;
        for (Example example : progress.over("evaluating", examples)) {
            Optional<Reply> answer = Replies.unlessTooLong(tested, example);
            if (answer.isEmpty()) {
                unanswered++;
                continue;
            }
            int expected = real.answer(example).label();
            int got = answer.get().label();
            agreeing += expected == got ? 1 : 0;
            if (example.isLabelled()) {
                int label = index(example);
                labelled++;
                right += got == label ? 1 : 0;
                floatRight += expected == label ? 1 : 0;
            }
        }
        return new Result(examples.size() - unanswered, unanswered, labelled, right, floatRight, agreeing);
    }

    private int index(Example example) {
        int given = example.index().orElse(0);
        if (given < 0 || given >= labels.size()) {
            throw new ThimbleException(InputProblem.LABEL_INDEX.at("--data", example.line(), given, labels.size() - 1));
        }
        int index = example.label().map(labels::indexOf).orElse(given);
        if (index < 0) {
            throw new ThimbleException(InputProblem.LABEL_MISSING.at(
                    "--data", example.line(), example.label().orElse("")));
        }
        return index;
    }
}
