package dev.thimble.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final int WIDTH = 24;
    private static final int LABELS = 5;
    private static final Quantization FEATURE = new Quantization(Precision.I8, 0.03, 11);
    private static final Quantization HIDDEN = new Quantization(Precision.I8, 0.025, -3);
    private static final Quantization ACTIVE = new Quantization(Precision.I8, 1.0 / 127, 0);
    private static final Quantization LOGITS = Quantization.symmetric(Precision.I16, 0x1p-9);
    private static final Rates RATES = Rates.of(0.05, 0.9, 0.001);

    /** A body of one table, and behind it head and pooler. */
    private static IntGraph graph(Random random) {
        List<IntNode> nodes = new ArrayList<>();
        IntTensor table = IntTensor.of("table", Precision.I8, List.of(2, WIDTH), ints(random, 2 * WIDTH, 127));
        nodes.add(new IntNode(
                "token",
                new IntOp.Embedding(new IndexSource.TokenId(), table),
                List.of(),
                Shape.tokens(WIDTH),
                FEATURE));
        nodes.add(new IntNode("pool", new IntOp.Pool(PoolKind.FIRST), List.of("token"), Shape.one(WIDTH), FEATURE));
        nodes.add(product("pooler", "pool", WIDTH, FEATURE, HIDDEN, random));
        IntTensor tanh = IntTensor.vector(
                "tanh.table",
                Precision.I8,
                IntStream.rangeClosed(-128, 127)
                        .map(q -> ACTIVE.quantize(Math.tanh(HIDDEN.real(q))))
                        .toArray());
        nodes.add(new IntNode("tanh", new IntOp.Lookup(tanh), List.of("pooler"), Shape.one(WIDTH), ACTIVE));
        nodes.add(product("logits", "tanh", LABELS, ACTIVE, LOGITS, random));
        return new IntGraph("x", 1, nodes);
    }

    private static IntNode product(
            String name, String input, int rows, Quantization in, Quantization out, Random random) {
        double largest = 3.0 / WIDTH;
        double step = in.scale() * largest / 127;
        IntOp.Linear op = new IntOp.Linear(
                IntTensor.of(name + ".weight", Precision.I8, List.of(rows, WIDTH), ints(random, rows * WIDTH, 127)),
                IntTensor.vector(name + ".bias", Precision.I32, ints(random, rows, 4000)),
                Requantizer.of(
                        name + ".multiplier",
                        random.doubles(rows, 0.3, 1)
                                .map(part -> part * step / out.scale())
                                .toArray()));
        return new IntNode(name, op, List.of(input), Shape.one(rows), out);
    }

    private static int[] ints(Random random, int count, int bound) {
        return random.ints(count, -bound, bound + 1).toArray();
    }

    private static Graph floats() {
        return new Graph(
                "x", 1, List.of(new Node("tanh", new Op.Activation(ActivationKind.TANH), List.of(), Shape.one(WIDTH))));
    }

    private static TrainerForm form(TrainablePart part, IntGraph graph) {
        return TrainerForms.of(part, floats(), graph);
    }

    /** Clusters around a point for each label. */
    private static List<Example> examples(Random random, int count) {
        int[][] centres = IntStream.range(0, LABELS)
                .mapToObj(label -> ints(random, WIDTH, 60))
                .toArray(int[][]::new);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int label = random.nextInt(LABELS);
                    return new Example(
                            IntStream.of(centres[label])
                                    .map(x -> x + random.nextInt(81) - 40)
                                    .boxed()
                                    .toList(),
                            label);
                })
                .toList();
    }

    /** The same training in double precision. */
    private static final class Doubles {
        private final TrainerForm form;
        private final List<double[]> weights = new ArrayList<>();
        private final List<double[]> momentum = new ArrayList<>();
        private final List<double[]> gradients = new ArrayList<>();

        Doubles(TrainerForm form, int[] parameters) {
            this.form = form;
            int at = 0;
            for (MatrixForm matrix : form.matrices()) {
                double[] values = new double[matrix.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.scalb((double) parameters[at++], -MatrixForm.FRACTION) / scale(matrix, i);
                }
                weights.add(values);
                momentum.add(new double[values.length]);
                gradients.add(new double[values.length]);
            }
        }

        static double scale(MatrixForm matrix, int at) {
            int column = at % matrix.columns();
            return column == matrix.inputs()
                    ? 1.0 / Segment.BIAS_INPUT * Segment.BIAS_INPUT / 64
                    : matrix.segments().get(0).scale();
        }

        private static double[] real(MatrixForm matrix, double[] input) {
            double[] x = new double[matrix.columns()];
            System.arraycopy(input, 0, x, 0, input.length);
            x[matrix.inputs()] = 1;
            return x;
        }

        void step(List<Example> batch, Rates rates, Set<String> held) {
            gradients.forEach(gradient -> Arrays.fill(gradient, 0));
            batch.forEach(example -> learn(example, batch.size()));
            for (int m = 0; m < weights.size(); m++) {
                boolean isHeld = held.contains(form.matrices().get(m).name());
                for (int i = 0; i < weights.get(m).length && !isHeld; i++) {
                    double gradient = gradients.get(m)[i] + weights.get(m)[i] * rates.decay() / Rates.ONE;
                    momentum.get(m)[i] = momentum.get(m)[i] * rates.momentum() / Rates.ONE + gradient;
                    weights.get(m)[i] -= momentum.get(m)[i] * rates.rate() / Rates.ONE;
                }
            }
        }

        private void learn(Example example, int batch) {
            List<double[]> inputs = new ArrayList<>();
            Segment first = form.matrices().get(0).segments().get(0);
            double[] value = example.features().stream()
                    .mapToDouble(q -> first.scale() * (q - first.zeroPoint()))
                    .toArray();
            for (int m = 0; m < weights.size(); m++) {
                MatrixForm matrix = form.matrices().get(m);
                inputs.add(real(matrix, value));
                value = product(weights.get(m), inputs.get(m));
                if (m < weights.size() - 1) {
                    value = Arrays.stream(value)
                            .map(x -> Activations.apply(ActivationKind.TANH, x))
                            .toArray();
                }
            }
            double largest = Arrays.stream(value).max().orElseThrow();
            double sum = Arrays.stream(value).map(x -> Math.exp(x - largest)).sum();
            double[] gradient = Arrays.stream(value)
                    .map(x -> Math.exp(x - largest) / sum / batch)
                    .toArray();
            gradient[example.label()] -= 1.0 / batch;
            for (int m = weights.size() - 1; m >= 0; m--) {
                double[] x = inputs.get(m);
                double[] back = new double[x.length - 1];
                for (int row = 0; row < gradient.length; row++) {
                    for (int column = 0; column < x.length; column++) {
                        gradients.get(m)[row * x.length + column] += gradient[row] * x[column];
                        if (column < back.length) {
                            back[column] += gradient[row] * weights.get(m)[row * x.length + column];
                        }
                    }
                }
                if (m > 0) {
                    for (int i = 0; i < back.length; i++) {
                        back[i] *= 1 - x[i] * x[i];
                    }
                }
                gradient = back;
            }
        }

        private static double[] product(double[] weights, double[] x) {
            double[] y = new double[weights.length / x.length];
            for (int i = 0; i < weights.length; i++) {
                y[i / x.length] += weights[i] * x[i % x.length];
            }
            return y;
        }
    }

    private static void agree(TrainablePart part, double tolerance, long seed) {
        agree(part, Set.of(), tolerance, seed);
    }

    private static void agree(TrainablePart part, Set<String> held, double tolerance, long seed) {
        Random random = new Random(seed);
        IntGraph graph = graph(random);
        TrainerForm form = form(part, graph);
        Trainer trainer = Trainer.of(form, graph, LABELS);
        trainer.hold(held);
        Doubles doubles = new Doubles(form, trainer.parameters());
        List<Example> examples = examples(random, 400);
        for (int at = 0; at + 4 <= examples.size(); at += 4) {
            List<Example> batch = examples.subList(at, at + 4);
            trainer.step(batch, RATES);
            doubles.step(batch, RATES, held);
        }
        int[] parameters = trainer.parameters();
        int at = 0;
        for (int m = 0; m < form.matrices().size(); m++) {
            MatrixForm matrix = form.matrices().get(m);
            for (int i = 0; i < matrix.size(); i++) {
                double weight = Math.scalb((double) parameters[at++], -MatrixForm.FRACTION) / Doubles.scale(matrix, i);
                assertThat(weight)
                        .as(matrix.name() + " " + i)
                        .isCloseTo(doubles.weights.get(m)[i], within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aHeadLearnsWhatItLearnsInDoublePrecision(long seed) {
        agree(new TrainablePart.Head(), 0.02, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPoolerAndAHeadLearnWhatTheyLearnInDoublePrecision(long seed) {
        agree(new TrainablePart.HeadAndPooler(), 0.02, seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits", "pooler"})
    void besideAHeldMatrixTheOtherLearnsWhatItLearnsInDoublePrecision(String held) {
        agree(new TrainablePart.HeadAndPooler(), Set.of(held), 0.02, 4);
    }

    /** Without momentum a step follows from the weights alone: those of the held matrix are put back after each. */
    @Test
    void aHeldMatrixKeepsItsBitsAndTheOthersGetThoseThatTheyGetBesideIt() {
        Random random = new Random(11);
        IntGraph graph = graph(random);
        TrainerForm form = form(new TrainablePart.HeadAndPooler(), graph);
        SharedPart shared = PersonalPart.HEAD.leaves(form);
        Rates still = new Rates(RATES.rate(), 0, RATES.decay());
        Trainer holding = Trainer.of(form, graph, LABELS);
        Trainer free = Trainer.of(form, graph, LABELS);
        int[] begun = free.parameters();
        holding.hold(shared.personal());
        for (Example example : examples(random, 50)) {
            holding.step(List.of(example), still);
            free.step(List.of(example), still);
            free.set(shared.joined(begun, shared.of(free.parameters())));
            assertThat(holding.parameters()).isEqualTo(free.parameters());
        }
        assertThat(shared.of(holding.parameters())).isNotEqualTo(shared.of(begun));
    }

    @Test
    void whatAHeldMatrixHadGatheredIsForgotten() {
        Random random = new Random(12);
        IntGraph graph = graph(random);
        TrainerForm form = form(new TrainablePart.Head(), graph);
        Trainer trainer = Trainer.of(form, graph, LABELS);
        Example first = examples(random, 1).get(0);
        trainer.step(List.of(first), RATES);
        Trainer fresh = Trainer.of(form, graph, LABELS);
        fresh.set(trainer.parameters());
        trainer.hold(Set.of("logits"));
        trainer.hold(Set.of());
        trainer.step(List.of(first), RATES);
        fresh.step(List.of(first), RATES);
        assertThat(trainer.parameters()).isEqualTo(fresh.parameters());
    }

    /** Also with the largest weights that there are, of which rounding makes larger ones by a unit or two. */
    @ParameterizedTest
    @ValueSource(ints = {10, 15, 19, 20, 21, 24, 30})
    void eachImageThatTrainingCanLeadToCanBeTrainedOn(int bits) {
        Random random = new Random(bits);
        IntGraph graph = graph(random);
        TrainerForm form = form(new TrainablePart.HeadAndPooler(), graph);
        for (int i = 0; i < 100; i++) {
            Trainer trainer = Trainer.of(form, graph, LABELS);
            trainer.set(random.ints(form.size(), -(1 << bits), 1 << bits).toArray());
            IntGraph rounded = trainer.trained(graph);
            Trainer again = Trainer.of(form, rounded, LABELS);
            assertThat(again.trained(rounded)).isEqualTo(rounded);
            for (MatrixForm matrix : form.matrices()) {
                IntOp.Linear op = (IntOp.Linear) rounded.node(matrix.name()).op();
                assertThat(op.requantizer().multipliers().toArray()).doesNotContain(Integer.MAX_VALUE);
            }
        }
    }

    @Test
    void whatIsLearnedStaysWhenItIsRoundedToEightBits() {
        Random random = new Random(7);
        IntGraph graph = graph(random);
        for (TrainablePart part : List.of(new TrainablePart.Head(), new TrainablePart.HeadAndPooler())) {
            TrainerForm form = form(part, graph);
            Trainer trainer = Trainer.of(form, graph, LABELS);
            List<Example> examples = examples(random, 300);
            examples.forEach(example -> trainer.step(List.of(example), RATES));
            Trainer again = Trainer.of(form, trainer.trained(graph), LABELS);
            long right = examples.stream()
                    .filter(example -> again.classify(example.features()) == example.label())
                    .count();
            assertThat(right).as(part.word()).isGreaterThan(290);
            IntGraph rounded = trainer.trained(graph);
            assertThat(Trainer.of(form, rounded, LABELS).trained(rounded)).isEqualTo(rounded);
        }
    }
}
