package dev.thimble.backendc.random;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.equalize.ActivationsByChannel;
import dev.thimble.core.equalize.EqualizeChannels;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.model.Task;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.InputMoments;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.schedule.Extent;
import dev.thimble.core.schedule.HeadByHead;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.text.GraphText;
import dev.thimble.core.text.IntGraphText;
import dev.thimble.folder.Installation;
import dev.thimble.testing.RandomGraph;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.NoNormalizer;
import dev.thimble.tokenizer.postprocess.Template;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A random graph after every stage of the compiler.
 *
 * @param seed what everything is drawn from
 * @param real the graph that was quantised: every other one with equalised channels
 * @param integers its integer graph: of every other one, with its heads apart
 * @param plan the memory of {@code schedule}
 * @param inputs sequences of length 1, the longest, and lengths in between
 */
record RandomModel(
        long seed,
        Graph source,
        Graph real,
        IntGraph integers,
        Schedule schedule,
        MemoryPlan plan,
        List<List<Integer>> inputs) {
    static final TokenizerSpec TOKENIZER = new TokenizerSpec(
            new WordPiece(Map.of("[UNK]", 0, "a", 1), 0, "##", 100),
            new NoNormalizer(),
            PreTokenizer.BERT,
            new Template(List.of(), List.of()),
            List.of());

    static RandomModel of(long seed) {
        return of(seed, kernels(seed));
    }

    static RandomModel of(long seed, KernelSet kernels) {
        Graph source = RandomGraph.of(seed, "m" + seed);
        Random random = new Random(~seed);
        Graph folded = Pipeline.standard().prepare(source);
        List<int[]> known = Stream.generate(
                        () -> ids(random, folded.vocabulary(), 1 + random.nextInt(folded.maxTokens())))
                .limit(6)
                .toList();
        Graph real = random.nextBoolean() ? equalized(seed, folded, known) : folded;
        IntGraph whole = quantized(seed, real, calibrate(real, known));
        IntGraph integers = random.nextBoolean() ? HeadByHead.split(whole) : whole;
        Schedule schedule = Scheduler.schedule(integers, 1 + random.nextInt(5), kernels);
        return new RandomModel(seed, source, real, integers, schedule, Planner.plan(schedule), inputs(random, real));
    }

    /** The sets take turns. What a core lacks, its kernels have in portable C as well. */
    static KernelSet kernels(long seed) {
        List<KernelSet> all = KernelSets.all();
        return all.get((int) (seed % all.size()));
    }

    /** Of every other model fewer than 8. */
    private static MeanBits embeddingBits(long seed) {
        return new MeanBits(seed % 2 == 0 ? 800 : 200 + new Random(seed).nextInt(601));
    }

    /** Of two models of three some matrices, drawn one by one. */
    private static Set<String> narrow(long seed, Graph graph) {
        Random random = new Random(~(seed << 1));
        return seed % 3 == 0
                ? Set.of()
                : graph.nodes().stream()
                        .filter(node -> node.op() instanceof Op.Linear && random.nextBoolean())
                        .map(Node::name)
                        .collect(Collectors.toSet());
    }

    /** Of every other one also the activations by channel and the norms level. */
    private static Graph equalized(long seed, Graph folded, List<int[]> known) {
        Graph equalized = EqualizeChannels.run(folded, calibrate(folded, known));
        if (seed % 2 == 0) {
            return equalized;
        }
        Graph byChannel = ActivationsByChannel.run(equalized, calibrate(equalized, known));
        return EqualizeChannels.levelNorms(byChannel, calibrate(byChannel, known));
    }

    private static Calibration calibrate(Graph graph, List<int[]> known) {
        OrderedExecutor executor = new OrderedExecutor(graph);
        return Calibration.of(graph, executor, known).with(InputMoments.of(graph, executor, known));
    }

    private static IntGraph quantized(long seed, Graph graph, Calibration calibration) {
        try {
            return Quantizer.quantize(
                    graph,
                    calibration,
                    QuantizerOptions.all()
                            .withEmbeddingBits(embeddingBits(seed))
                            .withFineEmbeddings(seed % 2 == 0)
                            .withNarrow(narrow(seed, graph)));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + "\n" + GraphText.print(graph).text(), e);
        }
    }

    private static List<List<Integer>> inputs(Random random, Graph graph) {
        List<Integer> lengths = new ArrayList<>(List.of(graph.maxTokens(), 1));
        IntStream.range(0, 3).forEach(i -> lengths.add(1 + random.nextInt(graph.maxTokens())));
        return lengths.stream()
                .map(length -> IntStream.of(ids(random, graph.vocabulary(), length))
                        .boxed()
                        .toList())
                .toList();
    }

    private static int[] ids(Random random, int vocabulary, int length) {
        return random.ints(length, 0, vocabulary).toArray();
    }

    String name() {
        return integers.name();
    }

    Map<String, byte[]> files(Path root) {
        return code(root, Constants.LINKED).files();
    }

    CPackage code(Path root, Constants constants) {
        Installation installation = new Installation(root);
        int width = integers.output().shape().width();
        Task task = new Task.Classify(
                IntStream.range(0, width).mapToObj(i -> "l" + i).toList());
        TokenizerTables tables = TokenizerTables.of(TOKENIZER, name());
        return switch (constants) {
            case LINKED -> CPackage.of(installation, schedule, plan, task, tables);
            case LOADED -> CPackage.loaded(installation, schedule, plan, task, tables, SelfTest.of(integers, inputs));
        };
    }

    /** How many rows of a node the C computes for so many tokens. */
    int rowsComputed(IntNode node, int tokens) {
        return schedule.loops().get(schedule.loopOf(node.name())).extent() == Extent.ALL ? tokens : 1;
    }

    String describe() {
        return "seed " + seed + ", block " + schedule.block() + ", kernels " + schedule.kernels() + "\n"
                + GraphText.print(source).text() + IntGraphText.print(integers).text();
    }
}
