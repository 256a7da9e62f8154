package dev.thimble.backendc;

import dev.thimble.backendc.image.Answer;
import dev.thimble.backendc.image.ImageBuilder;
import dev.thimble.backendc.image.ProgramDigest;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.model.CDescriptor;
import dev.thimble.backendc.model.CImage;
import dev.thimble.backendc.model.CLoop;
import dev.thimble.backendc.model.CModel;
import dev.thimble.backendc.model.COperand;
import dev.thimble.backendc.model.CPointer;
import dev.thimble.backendc.model.CStep;
import dev.thimble.backendc.model.CStruct;
import dev.thimble.backendc.model.CText;
import dev.thimble.backendc.model.CTrainer;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.backendc.train.TrainerBuilder;
import dev.thimble.backendc.train.TrainerSpec;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.RowReads;
import dev.thimble.core.model.Task;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.schedule.Extent;
import dev.thimble.core.schedule.Loop;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.OpFacts;
import dev.thimble.core.text.Decimals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Builds the typed model of the C from a schedule and its memory plan. */
final class ModelBuilder {
    /** What a 16-bit field of {@code thimble_result_t} can tell; the frontend refuses more. */
    private static final int MOST_TOKENS = 65_535;

    private final IntGraph graph;
    private final Schedule schedule;
    private final MemoryPlan plan;
    private final Optional<SelfTest> loaded;
    private final Optional<TrainerSpec> training;
    private final ConstantPool pool;

    private ModelBuilder(
            Schedule schedule, MemoryPlan plan, Optional<SelfTest> loaded, Optional<TrainerSpec> training) {
        this.graph = schedule.graph();
        this.schedule = schedule;
        this.plan = plan;
        this.loaded = loaded;
        this.training = training;
        this.pool = new ConstantPool(graph.name(), loaded.isPresent() ? Constants.LOADED : Constants.LINKED);
    }

    /**
     * The C of a schedule.
     *
     * @param task what the model is for
     * @param tokenizer which works in the arena between runs
     * @param loaded what the image tests itself with, where constants are in one; elsewhere they are linked
     * @param training what devices train, where they do; constants are in an image then
     */
    static CModel build(
            Schedule schedule,
            MemoryPlan plan,
            Task task,
            TokenizerTables tokenizer,
            Optional<SelfTest> loaded,
            Optional<TrainerSpec> training) {
        return new ModelBuilder(schedule, plan, loaded, training).model(task, tokenizer);
    }

    /** The graph may have more logits than the model has labels: room for those that come later. */
    private int labelRoom() {
        return graph.output().shape().width();
    }

    private CModel model(Task task, TokenizerTables tokenizer) {
        List<String> labels = task.labels();
        check(labels.size());
        List<CLoop> loops = new ArrayList<>();
        training.ifPresent(this::requireLast);
        for (Loop loop : schedule.loops()) {
            loops.add(loop(loops.size(), loop));
        }
        Optional<CTrainer> trainer =
                training.map(spec -> TrainerBuilder.build(spec, new TrainerImage(schedule, plan, pool, loops)));
        IntNode output = graph.output();
        Answer answer = new Answer(
                labels,
                Decimals.of(output.quantization().scale()),
                output.quantization().zeroPoint());
        long least = trainer.map(CTrainer::scratchBytes).orElse(0L);
        long arena = Math.max(Math.max(plan.arena(), least), CPackage.leastArena(tokenizer));
        return new CModel(
                graph.name(),
                CNames.macro(graph.name()),
                task.word(),
                IntStream.range(0, labels.size())
                        .mapToObj(i -> labelExpression(labels.get(i), i))
                        .toList(),
                IntStream.range(0, labels.size())
                        .filter(i -> CNames.isTooLongForLiteral(labels.get(i)))
                        .mapToObj(i -> new CText(longLabel(i), CNames.characters(labels.get(i))))
                        .toList(),
                labelRoom(),
                graph.maxTokens(),
                graph.vocabulary(),
                arena,
                pointer(output.name(), "int" + bits(output) + "_t"),
                answer.logitScale(),
                answer.logitZeroPoint(),
                tokenizer.isBpe() ? "bpe" : "wordpiece",
                pool.structs(),
                loaded.map(test -> image(new Program(loops, arena, tokenizer), answer, test)),
                loops,
                trainer);
    }

    /** What is trained has loops of its own behind the others: only a classification runs them. */
    private void requireLast(TrainerSpec spec) {
        List<String> behind = schedule.loops().stream()
                .skip(schedule.loopOf(spec.form().steps().get(0).name()))
                .flatMap(loop -> loop.steps().stream())
                .map(IntNode::name)
                .toList();
        if (!spec.form().values().equals(Set.copyOf(behind))) {
            throw new IllegalArgumentException("what is trained does not come last");
        }
    }

    /** Only where labels lie in an image can there be fewer than there is room for. */
    private void check(int labels) {
        boolean haveRoom = labels == labelRoom() || (loaded.isPresent() && labels < labelRoom());
        if (!haveRoom || labelRoom() > Task.MOST_LABELS || graph.maxTokens() > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    labels + " labels of " + labelRoom() + ", " + graph.maxTokens() + " tokens");
        }
    }

    /** What the code is made of. */
    private record Program(List<CLoop> loops, long arena, TokenizerTables tokenizer) {}

    private CImage image(Program program, Answer answer, SelfTest test) {
        CStruct constants = pool.structs().get(0);
        ProgramDigest digests = ProgramDigest.of(
                program.loops(),
                constants,
                schedule.kernels(),
                program.arena(),
                List.of(graph.maxTokens(), graph.vocabulary(), labelRoom()),
                program.tokenizer().sources().toString());
        return ImageBuilder.of(constants, digests, program.tokenizer(), answer, test);
    }

    private static String labelExpression(String label, int index) {
        return CNames.isTooLongForLiteral(label) ? longLabel(index) : CNames.literal(label);
    }

    private static String longLabel(int index) {
        return "label_" + index;
    }

    private CLoop loop(int index, Loop loop) {
        boolean allRows = loop.extent() == Extent.ALL;
        Map<String, CPointer> pointers = new LinkedHashMap<>();
        List<CStep> steps = new ArrayList<>();
        for (IntNode node : loop.steps()) {
            node.inputs().forEach(input -> pointers.computeIfAbsent(input, this::value));
            pointers.computeIfAbsent(node.name(), this::value);
            if (schedule.scratchBytes(node) > 0) {
                String scratch = MemoryPlan.scratchOf(node.name());
                pointers.put(scratch, pointer(scratch, "int32_t"));
            }
            steps.add(step(node, allRows));
        }
        boolean usesImage = loaded.isPresent()
                && steps.stream().anyMatch(step -> step.descriptor().hasConstants());
        boolean usesIds = loop.steps().stream().anyMatch(ModelBuilder::readsIds);
        boolean isTrained = training.stream()
                .anyMatch(spec -> spec.makes(loop.steps().get(0).name()));
        boolean usesTokens = allRows || loop.steps().stream().anyMatch(ModelBuilder::readsAllRows);
        return new CLoop(
                index,
                allRows,
                isTrained,
                schedule.block(),
                usesImage,
                usesIds,
                usesTokens,
                List.copyOf(pointers.values()),
                steps);
    }

    private static boolean readsAllRows(IntNode node) {
        return node.inputs().stream().anyMatch(input -> OpFacts.reads(node, input) == RowReads.ALL_ROWS);
    }

    private static boolean readsIds(IntNode node) {
        return node.op() instanceof IntOp.Embedding op && !(op.source() instanceof IndexSource.Position);
    }

    private CPointer value(String name) {
        return pointer(name, "int" + bits(graph.node(name)) + "_t");
    }

    private CPointer pointer(String name, String type) {
        return new CPointer(CNames.identifier(name), type, plan.of(name).offset());
    }

    private static int bits(IntNode node) {
        return node.quantization().precision().bits();
    }

    private CStep step(IntNode node, boolean allRows) {
        List<IntNode> inputs = node.inputs().stream().map(graph::node).toList();
        CDescriptor descriptor = node.op().match(new DescriptorBuilder(node, inputs, pool, schedule));
        return new CStep(
                node.name(),
                CNames.identifier(node.name()),
                descriptor,
                inputs.stream().map(input -> operand(input, allRows)).toList(),
                operand(node, allRows),
                columns(node, allRows),
                scratch(node));
    }

    /** Of logits only those are computed whose labels the image has. */
    private String columns(IntNode node, boolean allRows) {
        boolean ofLabels = loaded.isPresent() && !allRows && node.equals(graph.output());
        return ofLabels ? "thimble_image_labels(image)" : node.shape().width() + "u";
    }

    private String scratch(IntNode node) {
        return schedule.scratchBytes(node) > 0 ? CNames.identifier(MemoryPlan.scratchOf(node.name())) : "NULL";
    }

    private COperand operand(IntNode node, boolean allRows) {
        String pointer = CNames.identifier(node.name());
        boolean moves = allRows && schedule.stored().contains(node.name());
        String rows = moves ? pointer + " + (size_t)first * " + node.shape().width() + "u" : pointer;
        return new COperand(pointer, rows, bits(node), node.shape().width());
    }
}
