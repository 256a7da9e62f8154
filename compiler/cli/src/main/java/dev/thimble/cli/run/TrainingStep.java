package dev.thimble.cli.run;

import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.manifest.StepResult;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.train.Rates;
import dev.thimble.device.drive.Answer;
import dev.thimble.device.drive.Learned;
import dev.thimble.device.drive.LearningDevice;
import dev.thimble.fleet.record.TaskDefaults;
import dev.thimble.folder.Installation;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Counts what a step of training takes the firmware of a package. */
public final class TrainingStep {
    /** A short sentence: of all that a step takes, its inference alone depends on the length. */
    private static final byte[] TEXT = "Put an alarm on for a quarter to eight".getBytes(StandardCharsets.UTF_8);

    /** Kept examples of a step, so that what it takes besides is shared out among them. */
    private static final int AGAIN = 4;

    private static final int SEED = 1;

    private final Installation installation;
    private final OutModel model;

    /** The training of one model of a package, which has a trainer and was built. */
    public TrainingStep(Installation installation, OutModel model) {
        this.installation = installation;
        this.model = model;
    }

    /** Counts in the board's emulator. The package's reports tell it from now on. */
    public StepResult count() {
        try (LearningDevice device = new Targets(installation, model).emulated()) {
            StepResult counted = count(device);
            model.out().learned(counted).writeReports(installation);
            return counted;
        }
    }

    /** What comes after inference is known by the difference to an answer; the head's product is in the answer's share. */
    private StepResult count(LearningDevice device) {
        Answer answer = device.text(TEXT);
        begin(device, 0);
        long alone = step(device);
        long again = 0;
        if (model.manifest().training().replay() > 0) {
            begin(device, AGAIN);
            step(device);
            again = (step(device) - alone) / AGAIN;
        }
        return new StepResult(
                model.name(), model.out().board(), answer.ids().size(), answer.instructions(), alone, again);
    }

    /** At the largest rate that the model's scales have room for, from the usual one down. */
    private void begin(LearningDevice device, int replayed) {
        boolean begun = DoubleStream.iterate(TaskDefaults.RATE, rate -> rate * Rates.ONE >= 1, rate -> rate / 2)
                .mapToObj(rate -> device.train(Rates.of(rate, TaskDefaults.MOMENTUM, 0), replayed, SEED))
                .anyMatch(learned -> learned.status() == 0);
        if (!begun) {
            throw unfit("no rate to train at");
        }
    }

    private long step(LearningDevice device) {
        Learned learned = device.learn(0, TEXT);
        if (learned.status() != 0) {
            throw unfit("status " + learned.status() + " to a step of training");
        }
        return learned.instructions();
    }

    private ThimbleException unfit(String answer) {
        return new ThimbleException(
                ToolProblem.ANSWER_UNFIT.at("", "the model \"" + model.name() + "\" in the emulator", answer));
    }

    /** One line for people. */
    public static String sentence(StepResult counted) {
        String again = counted.again() > 0 ? ", and %,d more for each kept example" : "";
        return String.format(
                Locale.ROOT,
                "%s: a step of training takes %,d instructions besides inference" + again,
                counted.model(),
                counted.besidesInference(),
                counted.again());
    }
}
