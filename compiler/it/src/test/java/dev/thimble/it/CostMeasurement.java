package dev.thimble.it;

import dev.thimble.cli.bench.Bench;
import dev.thimble.cli.bench.BenchModel;
import dev.thimble.cli.bench.BenchPlan;
import dev.thimble.cli.bench.BenchRun;
import dev.thimble.cli.bench.LayerCost;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Workload;
import dev.thimble.core.target.CostTable;
import dev.thimble.core.target.CostUnit;
import dev.thimble.core.target.Work;
import dev.thimble.device.board.Board;
import dev.thimble.device.cycles.Cycles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Steps and whole inferences in the unit of a table, on the core that the table is of.
 *
 * @param bench measures
 * @param table whose kernels are measured
 */
record CostMeasurement(Bench bench, CostTable table) {
    /** Of bias: too large for two outputs to share a word. */
    private static final int UNPAIRED = 1 << 23;

    /**
     * A step of one inference.
     *
     * @param operator as documents write it
     * @param work what it did
     * @param measured what that cost
     */
    record Step(String operator, Map<Work, Long> work, long measured) {
        CostFit.Sample sample() {
            return new CostFit.Sample(work, measured);
        }
    }

    /** The first board with that core, with the kernels of the table. */
    Board board() {
        Board board = Checkout.boards().cores().stream()
                .filter(core -> core.cpu().equals(table.cpu()))
                .findFirst()
                .orElseThrow();
        return new Board(
                board.name(),
                board.title(),
                board.cpu(),
                board.architecture(),
                board.tier(),
                table.kernels(),
                board.speed(),
                board.tools(),
                board.layers(),
                board.updateLayers(),
                board.memories(),
                board.boot(),
                board.uf2(),
                board.emulator(),
                board.folder());
    }

    /** Every step of inferences of some lengths. */
    List<Step> steps(BenchModel model, Schedule loops, List<Integer> tokens) {
        return runs(model, loops, tokens, true).stream()
                .flatMap(run -> run.layers().stream()
                        .filter(layer -> !layer.name().startsWith("("))
                        .map(layer -> step(layer, new Workload(loops, run.tokens()))))
                .toList();
    }

    private Step step(LayerCost layer, Workload work) {
        return new Step(
                layer.op(),
                work.work(work.schedule().graph().node(layer.name())),
                amount(layer.instructions(), layer.cycles()));
    }

    /** A whole inference. */
    long inference(BenchModel model, Schedule loops, int tokens) {
        BenchRun run = runs(model, loops, List.of(tokens), false).get(0);
        return amount(run.instructions(), run.functions().values().stream().reduce(Cycles::plus));
    }

    private List<BenchRun> runs(BenchModel model, Schedule loops, List<Integer> tokens, boolean layers) {
        BenchModel looped = new BenchModel(
                model.title(), loops.graph(), target -> loops, model.task(), model.tokenizer(), model.constants());
        return bench.measure(looped, board(), new BenchPlan(tokens, List.of(), layers, true, Optional.empty()))
                .runs();
    }

    private long amount(long instructions, Optional<Cycles> cycles) {
        return table.unit() == CostUnit.CYCLES ? cycles.orElseThrow().cycles() : instructions;
    }

    /** The graph with biases that let no weights be paired. */
    static IntGraph unpaired(IntGraph graph) {
        return mapped(
                graph,
                node -> node.op() instanceof IntOp.Linear op
                        ? with(node, new IntOp.Linear(op.weight(), large(op.bias()), op.requantizer()))
                        : node);
    }

    /** The graph with weights of 4 bits wherever a product can have them. */
    static IntGraph narrowed(IntGraph graph) {
        return mapped(graph, node -> node.op() instanceof IntOp.Linear op ? with(node, narrowed(op)) : node);
    }

    private static IntOp.Linear narrowed(IntOp.Linear op) {
        IntTensor weight = op.weight();
        int[] values = IntStream.range(0, weight.size())
                .map(i -> NarrowWeights.STEP * Math.round(weight.at(i) * NarrowWeights.LARGEST / 127f))
                .toArray();
        IntTensor narrow = IntTensor.of(weight.name(), weight.precision(), weight.dims(), values);
        return NarrowWeights.fit(narrow, op.requantizer())
                ? new IntOp.Linear(narrow, op.bias(), op.requantizer(), Optional.of(NarrowWeights.BITS))
                : op;
    }

    private static IntTensor large(IntTensor bias) {
        int[] values = IntStream.range(0, bias.size()).map(i -> UNPAIRED).toArray();
        return IntTensor.vector(bias.name(), bias.precision(), values);
    }

    /** The graph with a quarter of the taps. */
    static IntGraph shortened(IntGraph graph) {
        return mapped(
                graph,
                node -> node.op() instanceof IntOp.DepthwiseConv1d op
                        ? with(node, new IntOp.DepthwiseConv1d(quarter(op.weight()), op.bias(), op.requantizer()))
                        : node);
    }

    private static IntTensor quarter(IntTensor weight) {
        int taps = weight.columns() / 4;
        int[] values = IntStream.range(0, weight.rows() * taps)
                .map(i -> weight.at(i / taps, i % taps))
                .toArray();
        return IntTensor.of(weight.name(), weight.precision(), List.of(weight.rows(), taps), values);
    }

    /** The graph with the mean of all rows in place of the first one. */
    static IntGraph averaged(IntGraph graph) {
        return mapped(
                graph,
                node -> node.op() instanceof IntOp.Pool && node.quantization().precision() == Precision.I8
                        ? with(node, new IntOp.Mean(1 << 30, 2))
                        : node);
    }

    private static IntGraph mapped(IntGraph graph, UnaryOperator<IntNode> change) {
        return new IntGraph(
                graph.name(),
                graph.maxTokens(),
                graph.nodes().stream().map(change).toList());
    }

    private static IntNode with(IntNode node, IntOp op) {
        return new IntNode(node.name(), op, node.inputs(), node.shape(), node.quantization());
    }
}
