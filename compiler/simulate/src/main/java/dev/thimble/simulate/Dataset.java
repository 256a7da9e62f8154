package dev.thimble.simulate;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.pipeline.ExampleIds;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Labelled texts as a trainer reads them. */
public final class Dataset {
    /** Texts of which the features are computed at a time: between them a user sees that it goes on. */
    private static final int STRETCH = 64;

    private final Body body;
    private final TrainerForm form;
    private final IntegerExecutor executor;

    private Dataset(Body body) {
        this.body = body;
        this.form = body.model().form();
        this.executor = new IntegerExecutor(body.model().computed());
    }

    /**
     * The model that reads the texts.
     *
     * @param model as devices have it from the factory
     * @param real what it computed before it was quantised
     * @param labels in the order of the logits
     */
    public record Body(TrainedModel model, Graph real, Tokenizer tokenizer, List<String> labels) {
        /** Copies the list. */
        public Body {
            labels = List.copyOf(labels);
        }
    }

    /**
     * The examples of labelled lines, whose features the frozen body computes once.
     *
     * @throws ThimbleException where a line has no label, or one that the model does not have: THM-1020
     */
    public static List<Sentence> of(Body body, List<Example> lines, Progress progress) {
        Dataset dataset = new Dataset(body);
        List<Sentence> examples = new ArrayList<>();
        List<List<Example>> stretches = IntStream.range(0, (lines.size() + STRETCH - 1) / STRETCH)
                .mapToObj(i -> lines.subList(i * STRETCH, Math.min(lines.size(), (i + 1) * STRETCH)))
                .toList();
        for (List<Example> stretch : progress.over("features", stretches)) {
            examples.addAll(stretch.parallelStream().map(dataset::sentence).toList());
        }
        return examples;
    }

    private Sentence sentence(Example line) {
        int label = line.label().map(body.labels()::indexOf).orElse(-1);
        if (label < 0) {
            throw new ThimbleException(FleetProblem.LABEL_UNKNOWN.at("line " + line.line()));
        }
        int[] ids = ExampleIds.of(line, body.tokenizer(), body.real()).ids().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        Map<String, int[]> rows = new HashMap<>();
        executor.logits(ids, (node, value) -> {
            if (form.isFeature(node.name())) {
                rows.put(node.name(), value.row(0));
            }
        });
        List<Integer> features = form.features().stream()
                .flatMapToInt(feature -> IntStream.of(rows.get(feature.name())))
                .boxed()
                .toList();
        return new Sentence(line.text().orElse(""), new dev.thimble.core.train.Example(features, label));
    }
}
