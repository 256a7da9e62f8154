package dev.thimble.cli.run;

import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.device.board.Speed;
import dev.thimble.folder.Installation;
import dev.thimble.verify.compare.Vectors;
import dev.thimble.verify.data.EvenSample;
import dev.thimble.verify.data.Example;
import java.util.Locale;

/** What inferences took the firmware of a package, added up. */
public final class InferenceTime {
    private static final int SEQUENCES = 10;

    private final OutModel model;
    private final Speed speed;
    private int inputs;
    private long instructions;
    private long cycles;

    /** Of a model, on its board. */
    public InferenceTime(OutModel model, Speed speed) {
        this.model = model;
        this.speed = speed;
    }

    /** Counts a reply to a sentence. */
    public void add(Reply reply) {
        inputs++;
        instructions += reply.instructions();
        cycles += reply.cycles();
    }

    /** The result: the means of all so far, and what the longest input takes. */
    public RunResult result(Target target) {
        Reply longest = target.answer(Example.ofIds(SeededIds.ids(
                model.tokenizerSpec(),
                model.integers().vocabulary(),
                model.integers().maxTokens())));
        long count = Math.max(1, inputs);
        return new RunResult(
                model.name(),
                model.out().board(),
                speed.hertz(),
                inputs,
                instructions / count,
                cycles / count,
                longest.instructions(),
                longest.cycles());
    }

    /**
     * The same of sequences that the compiler chose, on the built firmware in its emulator. The package's reports tell it
     * from now on.
     */
    public static RunResult measure(Installation installation, OutModel model) {
        Targets targets = new Targets(installation, model);
        InferenceTime time = new InferenceTime(model, targets.board().speed());
        try (Target device = targets.timed(TargetKind.QEMU)) {
            EvenSample.over(Vectors.read(model.verifyFolder().resolve("vectors.jsonl")), SEQUENCES)
                    .forEach(ids -> time.add(device.answer(Example.ofIds(ids))));
            RunResult result = time.result(device);
            model.out().ran(result).writeReports(installation);
            return result;
        }
    }

    /** One line for people. */
    public static String sentence(RunResult result) {
        return result.cycles() == 0
                ? String.format(
                        Locale.ROOT,
                        "%s: %,d instructions an input, %,d the longest; there is no timing table of this core",
                        result.model(),
                        result.instructions(),
                        result.longestInstructions())
                : String.format(
                        Locale.ROOT,
                        "%s: %.1f ms an input, %.1f ms the longest, at %.0f MHz by the manual's timing table",
                        result.model(),
                        result.milliseconds(result.cycles()),
                        result.milliseconds(result.longestCycles()),
                        result.hertz() / 1e6);
    }
}
