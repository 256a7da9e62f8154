package dev.thimble.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.reference.RowKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters in the last layer against the loss in double precision, whose slope is measured. */
class LastLayerTest {
    private static final int RANK = 2;
    private static final double RATE = 0.02;
    private static final Rates RATES = Rates.of(RATE, 0.9, 0.0001);

    private final LastLayerModel model = new LastLayerModel(new Random(5));
    private final IntGraph graph = model.graph();
    private final TrainerForm form = TrainerForms.of(new TrainablePart.LastLayer(RANK), model.floats(), graph);

    private Trainer trained(List<Example> examples) {
        Trainer trainer = Trainer.of(form, graph, LastLayerModel.LABELS);
        examples.forEach(example -> trainer.step(List.of(example), RATES));
        return trainer;
    }

    private List<Example> examples(long seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> model.example(random, random.nextInt(LastLayerModel.LABELS)))
                .toList();
    }

    @Test
    void whatTheTailReadsOfTheBodyAreTheFeatures() {
        assertThat(form.features())
                .containsExactly(
                        new Feature("token", LastLayerModel.WIDTH), new Feature("attention", LastLayerModel.WIDTH));
        assertThat(form.matrices())
                .extracting(MatrixForm::name)
                .containsExactly(
                        "output.lora_a",
                        "output.lora_b",
                        "up.lora_a",
                        "up.lora_b",
                        "down.lora_a",
                        "down.lora_b",
                        "logits");
    }

    /** A step without momentum is the rate times the gradient. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void gradientsAreThoseOfTheLossInDoublePrecision(long seed) {
        List<Example> examples = examples(seed, 60);
        Trainer trainer = trained(examples);
        Rates still = Rates.of(RATE, 0, 0);
        trainer.step(examples.subList(0, 1), still);
        double[] before = real(trainer.parameters());
        trainer.step(examples.subList(0, 1), still);
        double[] after = real(trainer.parameters());
        int first = 0;
        for (MatrixForm matrix : form.matrices()) {
            double[] steps = new double[matrix.size()];
            double[] slopes = new double[matrix.size()];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = (before[first + i] - after[first + i]) / RATE;
                slopes[i] = slope(before, first + i, examples.get(0));
            }
            assertThat(cosine(steps, slopes)).as(matrix.name()).isGreaterThan(0.998);
            assertThat(length(steps) / length(slopes)).as(matrix.name()).isCloseTo(1, within(0.08));
            first += steps.length;
        }
    }

    private double slope(double[] parameters, int at, Example example) {
        double step = 1e-5;
        double[] moved = parameters.clone();
        moved[at] += step;
        double above = model.loss(form, moved, example);
        moved[at] -= 2 * step;
        return (above - model.loss(form, moved, example)) / (2 * step);
    }

    private double[] real(int[] parameters) {
        double[] real = new double[parameters.length];
        int at = 0;
        for (MatrixForm matrix : form.matrices()) {
            double[] units = units(matrix);
            for (int i = 0; i < matrix.size(); i++, at++) {
                real[at] = parameters[at] * units[i % units.length];
            }
        }
        return real;
    }

    private static double[] units(MatrixForm matrix) {
        return matrix.segments().stream()
                .flatMapToDouble(segment -> DoubleStream.generate(() ->
                                Math.scalb(1 / segment.scale(), -matrix.format().fraction()))
                        .limit(segment.columns()))
                .toArray();
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product / (length(a) * length(b));
    }

    private static double length(double[] a) {
        return Math.sqrt(Arrays.stream(a).map(x -> x * x).sum());
    }

    @Test
    void adaptersThatBeganChangeNothing() {
        Trainer trainer = Trainer.of(form, graph, LastLayerModel.LABELS);
        for (Example example : examples(8, 50)) {
            assertThat(trainer.classify(example.features())).isEqualTo(inferred(graph, example));
        }
    }

    @Test
    void whatIsLearnedStaysWhenItIsMergedAndRounded() {
        List<Example> examples = examples(9, 400);
        Trainer trainer = trained(examples);
        IntGraph merged = trainer.trained(graph);
        long right = examples.stream()
                .filter(example -> trainer.classify(example.features()) == example.label())
                .count();
        long same = examples.stream()
                .filter(example -> inferred(merged, example) == trainer.classify(example.features()))
                .count();
        assertThat(right).isGreaterThan(360);
        assertThat(same).isGreaterThan(390);
        assertThat(merged.node("up")).isNotEqualTo(graph.node("up"));
        assertThat(merged.node("pooler")).isEqualTo(graph.node("pooler"));
    }

    /** The label that inference finds from the features on. */
    private int inferred(IntGraph of, Example example) {
        Map<String, int[]> values = new HashMap<>();
        int[] all = example.features().stream().mapToInt(Integer::intValue).toArray();
        values.put("token", Arrays.copyOf(all, LastLayerModel.WIDTH));
        values.put("attention", Arrays.copyOfRange(all, LastLayerModel.WIDTH, 2 * LastLayerModel.WIDTH));
        for (IntNode node : of.nodes().subList(2, of.nodes().size())) {
            values.put(
                    node.name(),
                    RowKernel.run(
                            node,
                            node.inputs().stream().map(of::node).toList(),
                            node.inputs().stream().map(values::get).toList()));
        }
        int[] logits = values.get(of.output().name());
        return IntStream.range(0, logits.length)
                .reduce((best, label) -> logits[label] > logits[best] ? label : best)
                .orElseThrow();
    }

    @Test
    void aTailThatReadsAValueTwiceWhereGradientsAreMadeInPlaceIsRefused() {
        List<IntNode> nodes = new ArrayList<>(graph.nodes());
        IntNode sum = graph.node("sum");
        nodes.set(
                nodes.indexOf(sum),
                new IntNode("sum", sum.op(), List.of("down", "residual"), sum.shape(), sum.quantization()));
        IntGraph other = new IntGraph("x", 1, nodes);
        assertThatThrownBy(() -> TrainerForms.of(new TrainablePart.LastLayer(RANK), model.floats(), other))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-1102");
    }

    @Test
    void aModelWithoutAttentionHasNoLastLayer() {
        IntNode token = graph.node("token");
        IntNode logits = graph.node("logits");
        IntGraph other = new IntGraph(
                "x",
                1,
                List.of(
                        token,
                        new IntNode("logits", logits.op(), List.of("token"), logits.shape(), logits.quantization())));
        assertThatThrownBy(() -> TrainerForms.of(new TrainablePart.LastLayer(RANK), model.floats(), other))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-1102");
    }
}
