package dev.thimble.update;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Task;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSets;
import dev.thimble.folder.Installation;
import dev.thimble.testing.RandomGraph;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.NoNormalizer;
import dev.thimble.tokenizer.postprocess.Template;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The C of a model that is as small as can be, with images that differ in their labels. */
final class SmallModel {
    static final String NAME = "small";

    /** A graph with a few hundred weights. */
    private static final long SEED = 9;

    private static final TokenizerSpec TOKENIZER = new TokenizerSpec(
            new WordPiece(Map.of("[UNK]", 0, "a", 1), 0, "##", 100),
            new NoNormalizer(),
            PreTokenizer.BERT,
            new Template(List.of(), List.of()),
            List.of());

    private final IntGraph integers;
    private final List<List<Integer>> inputs;

    SmallModel() {
        Graph graph = Pipeline.standard().prepare(RandomGraph.of(SEED, NAME));
        Random random = new Random(SEED);
        List<int[]> known = Stream.generate(() ->
                        random.ints(graph.maxTokens(), 0, graph.vocabulary()).toArray())
                .limit(4)
                .toList();
        integers = Quantizer.quantize(graph, Calibration.of(graph, new OrderedExecutor(graph), known));
        inputs = known.stream().map(ids -> IntStream.of(ids).boxed().toList()).toList();
    }

    /** The package's files, its image among them; the same program for every label. */
    Map<String, byte[]> files(String label) {
        Schedule schedule = Scheduler.schedule(integers, Scheduler.DEFAULT_BLOCK, KernelSets.PORTABLE);
        List<String> labels = IntStream.range(0, integers.output().shape().width())
                .mapToObj(i -> label + i)
                .toList();
        return CPackage.loaded(
                        new Installation(Path.of(System.getProperty("thimble.root"))),
                        schedule,
                        Planner.plan(schedule),
                        new Task.Classify(labels),
                        TokenizerTables.of(TOKENIZER, NAME),
                        SelfTest.of(integers, inputs.subList(0, 1)))
                .files();
    }

    /** The image with such labels. */
    byte[] image(String label) {
        return files(label).get(NAME + "_image.bin");
    }
}
