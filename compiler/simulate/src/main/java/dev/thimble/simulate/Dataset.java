package dev.thimble.simulate;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.train.Example;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.ExampleIds;
import dev.thimble.pipeline.Progress;
import dev.thimble.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Labelled texts as a trainer reads them. */
public final class Dataset {
    /** Texts of which the features are computed at a time: between them a user sees that it goes on. */
    private static final int STRETCH = 64;

    private final Compilation compilation;
    private final TrainerForm form;
    private final Tokenizer tokenizer;
    private final IntegerExecutor executor;

    private Dataset(Compilation compilation, TrainerForm form) {
        this.compilation = compilation;
        this.form = form;
        this.tokenizer = new Tokenizer(compilation.model().tokenizer());
        this.executor = new IntegerExecutor(compilation.computed());
    }

    /**
     * The examples of labelled lines, whose features the frozen body computes once.
     *
     * @throws ThimbleException where a line has no label, or one that the model does not have: THM-1020
     */
    public static List<Example> of(
            Compilation compilation, TrainerForm form, List<dev.thimble.verify.data.Example> lines, Progress progress) {
        Dataset dataset = new Dataset(compilation, form);
        List<Example> examples = new ArrayList<>();
        List<List<dev.thimble.verify.data.Example>> stretches = IntStream.range(
                        0, (lines.size() + STRETCH - 1) / STRETCH)
                .mapToObj(i -> lines.subList(i * STRETCH, Math.min(lines.size(), (i + 1) * STRETCH)))
                .toList();
        for (List<dev.thimble.verify.data.Example> stretch : progress.over("features", stretches)) {
            examples.addAll(stretch.parallelStream().map(dataset::example).toList());
        }
        return examples;
    }

    private Example example(dev.thimble.verify.data.Example line) {
        int label = line.label().map(compilation.model().labels()::indexOf).orElse(-1);
        if (label < 0) {
            throw new ThimbleException(FleetProblem.LABEL_UNKNOWN.at("line " + line.line()));
        }
        int[] ids = ExampleIds.of(line, tokenizer, compilation.prepared()).ids().stream()
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
        return new Example(features, label);
    }
}
