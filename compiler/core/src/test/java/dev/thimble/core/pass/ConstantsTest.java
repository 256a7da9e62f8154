package dev.thimble.core.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Constants that norms, softmax and later biases make up for, and those that nothing does. */
class ConstantsTest {
    private static final int WIDTH = 4;

    private final List<Node> nodes = new ArrayList<>();

    ConstantsTest() {
        node("x", new Op.Embedding(new IndexSource.TokenId(), matrix(3)));
    }

    private static FloatTensor matrix(int rows) {
        return FloatTensor.matrix("w", rows, WIDTH, new float[rows * WIDTH]).with(i -> 50 + i * i % 7);
    }

    private static FloatTensor vector(double offset) {
        return FloatTensor.vector("b", new float[WIDTH]).with(i -> offset + i * i % 3);
    }

    private ConstantsTest node(String name, Op op, String... inputs) {
        Shape shape = op instanceof Op.Pool ? Shape.one(WIDTH) : Shape.tokens(WIDTH);
        nodes.add(new Node(name, op, List.of(inputs), shape));
        return this;
    }

    private ConstantsTest linear(String name, String input) {
        return node(name, new Op.Linear(matrix(WIDTH), vector(10)), input);
    }

    private ConstantsTest norm(String name, String input) {
        return node(name, new Op.LayerNorm(vector(1), vector(20), 1e-6), input);
    }

    private ConstantsTest attention() {
        linear("q", "x").linear("k", "x").linear("v", "x");
        return node("a", new Op.Attention(2, 0.5), "q", "k", "v");
    }

    private Graph graph() {
        return new Graph("g", 6, nodes);
    }

    private static double mean(FloatTensor tensor, int from, int step) {
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            sum += tensor.at(from + i * step);
        }
        return sum / WIDTH;
    }

    private static FloatTensor bias(Graph graph, String name) {
        Op op = graph.node(name).op();
        return op instanceof Op.LayerNorm norm ? norm.bias() : ((Op.Linear) op).bias();
    }

    @Test
    void rowsAndColumnsInFrontOfANormLoseTheirMeans() {
        linear("l", "x").node("y", new Op.Embedding(new IndexSource.Position(), matrix(6)));
        node("s", new Op.Add(), "l", "y");
        norm("n", "s");
        Graph centred = new CentreBeforeNorms().run(graph());
        assertThat(mean(((Op.Embedding) centred.node("y").op()).table(), WIDTH, 1))
                .isCloseTo(0, within(1e-5));
        FloatTensor weight = ((Op.Linear) centred.node("l").op()).weight();
        assertThat(mean(weight, 1, WIDTH)).isCloseTo(0, within(1e-5));
        assertThat(centred.node("x")).as("a matrix reads its mean").isEqualTo(graph().node("x"));
    }

    @Test
    void whatAnythingElseReadsStaysAsItIs() {
        linear("l", "x").node("t", new Op.Activation(ActivationKind.TANH), "l");
        node("s", new Op.Add(), "l", "x").norm("n", "s");
        node("r", new Op.RmsNorm(vector(1), 1e-6), "x").node("o", new Op.Add(), "n", "t", "r");
        assertThat(new CentreBeforeNorms().run(graph())).isEqualTo(graph());
    }

    @Test
    void theResultIsNotCentred() {
        linear("l", "x");
        assertThat(new CentreBeforeNorms().run(graph())).isEqualTo(graph());
        assertThat(new MoveOffsets().run(graph())).isEqualTo(graph());
    }

    @Test
    void theBiasOfKeysVanishesAndThatOfValuesMovesOn() {
        attention().linear("o", "a");
        Graph moved = new MoveOffsets().run(graph());
        assertThat(bias(moved, "k").toArray()).containsOnly(0);
        assertThat(bias(moved, "v").toArray()).containsOnly(0);
        assertThat(bias(moved, "q")).isEqualTo(bias(graph(), "q"));
        FloatTensor values = bias(graph(), "v");
        for (int row = 0; row < WIDTH; row++) {
            double expected = bias(graph(), "o").at(row);
            for (int column = 0; column < WIDTH; column++) {
                expected += matrix(WIDTH).at(row, column) * values.at(column);
            }
            assertThat((double) bias(moved, "o").at(row)).isCloseTo(expected, within(1e-3));
        }
    }

    @Test
    void aValueThatAnActivationReadsKeepsItsBias() {
        attention().node("t", new Op.Activation(ActivationKind.TANH), "a").linear("o", "t");
        Graph moved = new MoveOffsets().run(graph());
        assertThat(bias(moved, "v")).isEqualTo(bias(graph(), "v"));
    }

    @Test
    void theCommonPartOfANormsBiasMovesIntoTheProductsBehindItAndVanishesInTheNextNorm() {
        norm("n", "x").linear("l", "n").node("s", new Op.Add(), "n", "l").norm("m", "s");
        node("p", new Op.Pool(PoolKind.FIRST), "m");
        Graph moved = new MoveOffsets().run(graph());
        assertThat(mean(bias(moved, "n"), 0, 1)).isCloseTo(0, within(1e-5));
        assertThat(mean(bias(moved, "l"), 0, 1)).isCloseTo(0, within(1e-3));
        assertThat(bias(moved, "m")).as("the result's").isEqualTo(bias(graph(), "m"));
    }
}
