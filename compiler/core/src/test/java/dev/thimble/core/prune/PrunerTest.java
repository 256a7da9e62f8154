package dev.thimble.core.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.pass.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes, in which order, and what that does to the logits. */
class PrunerTest {
    private static final int WIDTH = 8;
    private static final int HIDDEN = 96;
    private static final int HEADS = 4;
    private static final int ENTRIES = 300;
    private static final int LONGEST = 8;

    private final List<Node> nodes = new ArrayList<>();
    private Random random = new Random(1);

    private FloatTensor matrix(int rows, int columns) {
        return FloatTensor.matrix("w", rows, columns, new float[rows * columns])
                .with(i -> random.nextGaussian() / Math.sqrt(columns));
    }

    private FloatTensor vector(int size) {
        return FloatTensor.vector("b", new float[size]).with(i -> random.nextGaussian() / 4);
    }

    private void node(String name, Op op, Shape shape, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs), shape));
    }

    private void linear(String name, FloatTensor weight, String input) {
        node(name, new Op.Linear(weight, vector(weight.rows())), Shape.tokens(weight.rows()), input);
    }

    private PrunerTest embedding() {
        node("x", new Op.Embedding(new IndexSource.TokenId(), matrix(ENTRIES, WIDTH)), Shape.tokens(WIDTH));
        return this;
    }

    private PrunerTest attention() {
        List.of("q", "k", "v").forEach(name -> linear(name, matrix(WIDTH, WIDTH), last(name)));
        node("a", new Op.Attention(HEADS, 0.7), Shape.tokens(WIDTH), "q", "k", "v");
        linear("o", matrix(WIDTH, WIDTH), "a");
        return this;
    }

    /** Queries, keys and values are all made of the embedding. */
    private String last(String name) {
        return List.of("q", "k", "v").contains(name)
                ? "x"
                : nodes.get(nodes.size() - 1).name();
    }

    private PrunerTest feedForward(String up) {
        linear(up, matrix(HIDDEN, WIDTH), last(up));
        node(up + ".f", new Op.Activation(ActivationKind.RELU), Shape.tokens(HIDDEN), up);
        linear(up + ".down", matrix(WIDTH, HIDDEN), up + ".f");
        return this;
    }

    private Graph graph() {
        node("y", new Op.Mean(), Shape.one(WIDTH), last("y"));
        node("logits", new Op.Linear(matrix(3, WIDTH), vector(3)), Shape.one(3), "y");
        return new Graph("g", LONGEST, nodes);
    }

    private static Graph with(Graph graph, String name, FloatTensor weight, FloatTensor bias) {
        return graph.withNodes(graph.nodes().stream()
                .map(node -> node.name().equals(name)
                        ? new Node(name, new Op.Linear(weight, bias), node.inputs(), node.shape())
                        : node)
                .toList());
    }

    private static Graph with(Graph graph, String name, IntToDoubleFunction weight) {
        Op.Linear op = linear(graph, name);
        return with(graph, name, op.weight().with(weight), op.bias());
    }

    private static Op.Linear linear(Graph graph, String name) {
        return (Op.Linear) graph.node(name).op();
    }

    private static List<int[]> sequences(long seed) {
        Random ids = new Random(seed);
        return Stream.generate(
                        () -> ids.ints(1 + ids.nextInt(LONGEST), 0, ENTRIES).toArray())
                .limit(200)
                .toList();
    }

    private static Pruning pruned(Graph graph, int percent) {
        return new Pruner(graph, sequences(7), sequences(8)).prune(new PruneShare(percent));
    }

    private static List<Integer> left(Pruning pruning) {
        return pruning.parts().stream().map(Pruning.Part::after).toList();
    }

    /** With max(x, 0) a row of twice the weights gives twice as much. */
    @Test
    void channelsThatAreMultiplesOfOthersGoWithoutLoss() {
        Graph graph = embedding().feedForward("up").graph();
        Op.Linear up = linear(graph, "up");
        Graph twice = with(
                graph,
                "up",
                up.weight()
                        .with(i -> i / WIDTH < 64
                                ? up.weight().at(i)
                                : 2 * up.weight().at(i - 64 * WIDTH)),
                up.bias().with(i -> i < 64 ? up.bias().at(i) : 2 * up.bias().at(i - 64)));
        Pruning pruning = pruned(twice, 33);
        assertThat(left(pruning)).containsExactly(64);
        assertThat(pruning.decibels()).isGreaterThan(60);
        assertThat(pruning.decibelsUncompensated()).isLessThan(30);
    }

    @Test
    void headsThatAreMultiplesOfOthersGoWithoutLoss() {
        Graph graph = embedding().attention().graph();
        int head = WIDTH / HEADS;
        for (String name : List.of("q", "k", "v")) {
            Op.Linear op = linear(graph, name);
            double factor = name.equals("v") ? -3 : 1;
            graph = with(
                    graph,
                    name,
                    op.weight()
                            .with(i -> i / WIDTH / head == 1
                                    ? factor * op.weight().at(i - head * WIDTH)
                                    : op.weight().at(i)),
                    op.bias()
                            .with(i -> i / head == 1
                                    ? factor * op.bias().at(i - head)
                                    : op.bias().at(i)));
        }
        Pruning pruning = pruned(graph, 25);
        assertThat(left(pruning)).containsExactly(3);
        assertThat(pruning.decibels()).isGreaterThan(60);
        assertThat(pruning.decibelsUncompensated()).isLessThan(30);
        assertThat(pruning.graph().node("a").shape().width()).isEqualTo(3 * head);
    }

    @Test
    void whatNobodyReadsGoesFirstAndNothingChanges() {
        Graph graph = embedding().feedForward("up").graph();
        FloatTensor down = linear(graph, "up.down").weight();
        Pruning pruning = pruned(with(graph, "up.down", i -> i % HIDDEN % 3 == 1 ? 0 : down.at(i)), 10);
        assertThat(left(pruning)).containsExactly(64);
        assertThat(pruning.decibels()).isInfinite();
        assertThat(pruning.parts().get(0).decibels()).isInfinite();
        int[] kept =
                IntStream.range(0, HIDDEN).filter(channel -> channel % 3 != 1).toArray();
        assertThat(linear(pruning.graph(), "up").weight().toArray())
                .isEqualTo(linear(graph, "up")
                        .weight()
                        .with(i -> linear(graph, "up").weight().at(i < 64 * WIDTH ? kept[i / WIDTH] : 0, i % WIDTH))
                        .rowsFrom(0, 64));
    }

    /** Both parts read the embedding and are added; of the first the logits get a hundredth. */
    @Test
    void partsThatTheLogitsMissLeastGoFirst() {
        embedding().feedForward("first");
        linear("second", matrix(HIDDEN, WIDTH), "x");
        node("second.f", new Op.Activation(ActivationKind.RELU), Shape.tokens(HIDDEN), "second");
        linear("second.down", matrix(WIDTH, HIDDEN), "second.f");
        node("sum", new Op.WeightedSum(List.of(0.01, 1.0)), Shape.tokens(WIDTH), "first.down", "second.down");
        assertThat(left(pruned(graph(), 30))).containsExactly(32, 96);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60})
    void whatStaysMakesUpForMuchOfIt(int percent) {
        for (int seed = 0; seed < 10; seed++) {
            random = new Random(seed);
            nodes.clear();
            Pruning pruning = pruned(embedding().attention().feedForward("up").graph(), percent);
            assertThat(pruning.isEnough()).isTrue();
            assertThat(pruning.decibels()).as("seed " + seed).isGreaterThan(pruning.decibelsUncompensated());
        }
    }

    @Test
    void weightsThatGoAreThoseOfTheParts() {
        Graph graph = embedding().attention().feedForward("up").graph();
        Pruning pruning = pruned(graph, 50);
        List<Removal> removals = Removal.between(graph, pruning.graph());
        assertThat(pruning.weights()).isEqualTo(4 * WIDTH * WIDTH + 2 * WIDTH * HIDDEN);
        assertThat(pruning.gone())
                .isEqualTo(removals.stream().mapToLong(Removal::weights).sum())
                .isBetween(pruning.weights() / 2, pruning.weights() * 9 / 10);
        for (Pruning.Part part : pruning.parts()) {
            assertThat(removals.contains(
                            new Removal(part.name(), part.unit(), part.before(), part.after(), part.weights())))
                    .isEqualTo(part.after() < part.before());
        }
    }

    @Test
    void ofEveryPartSomethingStays() {
        Pruning pruning = pruned(embedding().attention().feedForward("up").graph(), 90);
        assertThat(left(pruning)).containsExactly(1, 32);
        assertThat(pruning.isEnough()).isFalse();
        assertThat(pruning.percent()).isBetween(60.0, 75.0);
    }

    @Test
    void withoutPartsNothingGoes() {
        Graph graph = embedding().graph();
        Pruning pruning = pruned(graph, 50);
        assertThat(pruning.graph()).isEqualTo(graph);
        assertThat(pruning.parts()).isEmpty();
        assertThat(pruning.percent()).isZero();
        assertThat(pruning.isEnough()).isFalse();
    }

    @Test
    void theSameGoesEveryTime() {
        Graph graph = embedding().attention().feedForward("up").graph();
        assertThat(pruned(graph, 40)).isEqualTo(pruned(graph, 40));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 91, 100})
    void aShareIsFrom1To90(int percent) {
        assertThatThrownBy(() -> new PruneShare(percent)).isInstanceOf(IllegalArgumentException.class);
    }
}
