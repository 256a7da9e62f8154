package dev.thimble.it;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.LabelRows;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.train.Example;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.core.train.Trainer;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.core.train.TrainerForms;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.Learned;
import dev.thimble.device.drive.LearningDevice;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.update.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What {@code compile --trainable} makes of a model, and the reference of what its devices learn, sentence by sentence. */
final class TaughtModel {
    static final int REPLAY = 32;
    static final int REPLAYED = 2;
    static final int SEED = 7;

    private final String name;
    private final Path source;
    private final Path calibration;
    private final TrainablePart part;
    private final int room;
    private final IntGraph graph;
    private final TrainerForm form;
    private final Tokenizer tokenizer;
    private final IntegerExecutor executor;
    private final Rates most;
    private final int known;
    private Rates rates;
    private int replayed;
    private Trainer trainer;
    private Replay replay;

    /**
     * A model that has learned nothing yet.
     *
     * @param room for labels
     */
    TaughtModel(String name, Path model, Path calibration, TrainablePart part, int room) {
        this.name = name;
        this.source = model;
        this.calibration = calibration;
        this.part = part;
        this.room = room;
        CompileSettings settings = CompileSettings.of(model)
                .name(Optional.of(name))
                .calibration(Optional.of(calibration))
                .training(Optional.of(new Training(part, REPLAY, Optional.empty())))
                .build();
        Compilation compiled = new Compiler(Checkout.INSTALLATION, Progress.silent()).compile(settings);
        this.graph = LabelRows.resized(compiled.integers(), room);
        this.form = TrainerForms.of(part, compiled.prepared(), graph);
        this.tokenizer = new Tokenizer(compiled.model().tokenizer());
        this.executor = new IntegerExecutor(graph);
        this.most = Stream.iterate(0.1, rate -> rate / 2)
                .map(rate -> Rates.of(rate, 0.9, 0))
                .filter(form::accepts)
                .findFirst()
                .orElseThrow();
        this.known = compiled.model().labels().size();
        forget(most, REPLAYED);
    }

    private void forget(Rates next, int again) {
        rates = next;
        replayed = again;
        trainer = Trainer.of(form, graph, known);
        replay = new Replay(REPLAY, room, SEED);
    }

    /** Compiles it for a board; what is printed. */
    String compile(String board, Path out) {
        return Call.succeeding(
                        "compile",
                        source,
                        "--name",
                        name,
                        "--board",
                        board,
                        "--calibration",
                        calibration,
                        "--trainable",
                        part.word(),
                        "--replay",
                        REPLAY,
                        "--max-labels",
                        room,
                        "-o",
                        out)
                .output();
    }

    /** How large steps are. */
    Rates rates() {
        return most;
    }

    /** Begins anew, here and on a device. */
    Learned begin(LearningDevice device) {
        forget(most, REPLAYED);
        return device.train(rates, REPLAYED, SEED);
    }

    /** Begins anew as a task says, here and on a device that has it. */
    Learned begin(FleetDevice device, Task.Training how) {
        forget(new Rates(how.rate(), how.momentum(), how.decay()), how.replayed());
        return device.trainAsTasked(SEED);
    }

    /** The layout of the parameters, as a task names it. */
    Octets layout() {
        return Octets.sha256(form.layout().getBytes(StandardCharsets.UTF_8)).first(Update.PART_BYTES);
    }

    /** Labels at present. */
    int labels() {
        return trainer.labels();
    }

    /** A label more, here and there. */
    Learned addLabel(LearningDevice device, String name) {
        Learned learned = device.addLabel(trainer.labels(), name);
        trainer.addLabel();
        return learned;
    }

    /** A step, here and there. */
    Learned learn(LearningDevice device, String sentence, int label) {
        trainer.learn(new Example(features(sentence), label), replay, replayed, rates);
        return device.learn(label, sentence.getBytes(StandardCharsets.UTF_8));
    }

    private int[] ids(String sentence) {
        return tokenizer.encode(sentence, graph.maxTokens()).ids().stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Integer> features(String sentence) {
        Map<String, List<Integer>> rows = new HashMap<>();
        executor.logits(ids(sentence), (node, matrix) -> {
            if (form.isFeature(node.name())) {
                rows.put(node.name(), IntStream.of(matrix.row(0)).boxed().toList());
            }
        });
        return form.features().stream()
                .flatMap(feature -> rows.get(feature.name()).stream())
                .toList();
    }

    /** All values under training. */
    List<Integer> parameters() {
        return IntStream.of(trainer.parameters()).boxed().toList();
    }

    /** What a device answers whose image was made of them. */
    List<Integer> logits(String sentence) {
        return IntStream.of(new IntegerExecutor(trainer.trained(graph)).logits(ids(sentence)))
                .limit(trainer.labels())
                .boxed()
                .toList();
    }
}
