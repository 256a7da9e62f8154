package dev.thimble.core.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.exec.Activations;
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
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which channels and heads go, and which stay. That the function stays is DeadWeightsTest's subject. */
class DeadChannelsTest {
    private static final int WIDTH = 8;
    private static final int HIDDEN = 64;
    private static final int HEADS = 4;
    private static final int HEAD = 8;
    private static final int HEADS_WIDTH = HEADS * HEAD;

    private final List<Node> nodes = new ArrayList<>();

    DeadChannelsTest() {
        node(
                "x",
                new Op.Embedding(
                        new IndexSource.TokenId(), matrix(5, WIDTH, DeadChannelsTest::none, DeadChannelsTest::none)),
                WIDTH);
    }

    private static boolean none(int channel) {
        return channel < 0;
    }

    private static boolean firstHalf(int channel) {
        return channel < HIDDEN / 2;
    }

    private static FloatTensor matrix(int rows, int columns, IntPredicate zeroRows, IntPredicate zeroColumns) {
        return FloatTensor.matrix("w", rows, columns, new float[rows * columns])
                .with(i -> zeroRows.test(i / columns) || zeroColumns.test(i % columns) ? 0 : 1 + i % 7);
    }

    private static FloatTensor bias(int size) {
        return FloatTensor.vector("b", new float[size]).with(i -> 0.5 + i);
    }

    private static FloatTensor zeros(int size) {
        return FloatTensor.vector("b", new float[size]);
    }

    private DeadChannelsTest node(String name, Op op, int width, String... inputs) {
        Shape shape = op instanceof Op.Pool ? Shape.one(width) : Shape.tokens(width);
        nodes.add(new Node(name, op, List.of(inputs), shape));
        return this;
    }

    private DeadChannelsTest product(String name, FloatTensor weight, String... inputs) {
        return node(name, new Op.Linear(weight, bias(weight.rows())), weight.rows(), inputs);
    }

    private DeadChannelsTest up(IntPredicate dead) {
        return product("up", matrix(HIDDEN, WIDTH, dead, DeadChannelsTest::none), "x");
    }

    private DeadChannelsTest down(IntPredicate dead, String input) {
        return product("down", matrix(WIDTH, HIDDEN, DeadChannelsTest::none, dead), input);
    }

    private DeadChannelsTest active(String input) {
        return node("f", new Op.Activation(ActivationKind.SILU), HIDDEN, input);
    }

    private Graph graph() {
        return new Graph("g", 6, nodes);
    }

    private Graph removed() {
        return new RemoveDeadChannels().run(graph());
    }

    private static int width(Graph graph, String name) {
        return graph.node(name).shape().width();
    }

    private static Op.Linear linear(Graph graph, String name) {
        return (Op.Linear) graph.node(name).op();
    }

    @Test
    void hiddenChannelsThatNobodyReadsGo() {
        Graph removed = up(DeadChannelsTest::none)
                .active("up")
                .down(DeadChannelsTest::firstHalf, "f")
                .removed();

        assertThat(List.of(width(removed, "up"), width(removed, "f"))).containsOnly(32);
        assertThat(linear(removed, "up").weight().at(0, 3))
                .isEqualTo(linear(graph(), "up").weight().at(32, 3));
        assertThat(linear(removed, "up").bias().at(31)).isEqualTo(63.5f);
        assertThat(linear(removed, "down").weight().dims()).containsExactly(WIDTH, 32);
        assertThat(linear(removed, "down").bias())
                .isEqualTo(linear(graph(), "down").bias());
    }

    @Test
    void whatIsMadeOfAConstantMovesToTheNextBias() {
        Graph removed = up(DeadChannelsTest::firstHalf)
                .active("up")
                .down(DeadChannelsTest::none, "f")
                .removed();

        assertThat(width(removed, "f")).isEqualTo(32);
        double expected = linear(graph(), "down").bias().at(2);
        for (int channel = 0; channel < 32; channel++) {
            expected += Activations.apply(ActivationKind.SILU, 0.5 + channel)
                    * linear(graph(), "down").weight().at(2, channel);
        }
        assertThat(linear(removed, "down").bias().at(2)).isEqualTo((float) expected);
    }

    /** Multiples of 32 where there were as many, else of 4. */
    @ParameterizedTest
    @CsvSource({
        "64, 33, 64",
        "64, 9, 32",
        "64, 0, 32",
        "100, 65, 96",
        "33, 32, 32",
        "32, 5, 32",
        "31, 17, 20",
        "20, 17, 20",
        "8, 0, 4",
        "8, 5, 8",
        "3, 1, 3"
    })
    void widthsStayWhatKernelsLike(int width, int needed, int expected) {
        product("up", matrix(width, WIDTH, DeadChannelsTest::none, DeadChannelsTest::none), "x");
        product("down", matrix(WIDTH, width, DeadChannelsTest::none, i -> i >= needed), "up");

        assertThat(width(removed(), "up")).isEqualTo(expected);
    }

    @Test
    void allReadersMustDoWithoutAChannel() {
        up(DeadChannelsTest::none)
                .down(DeadChannelsTest::firstHalf, "up")
                .product("other", matrix(WIDTH, HIDDEN, DeadChannelsTest::none, DeadChannelsTest::firstHalf), "up");
        assertThat(width(removed(), "up")).isEqualTo(32);
        product("third", matrix(WIDTH, HIDDEN, DeadChannelsTest::none, DeadChannelsTest::none), "up");
        assertThat(removed()).isEqualTo(graph());
    }

    @Test
    void aReaderMayReadAChannelTwice() {
        up(DeadChannelsTest::none)
                .product(
                        "down",
                        matrix(WIDTH, 2 * HIDDEN + WIDTH, DeadChannelsTest::none, i -> i % 72 < 32),
                        "up",
                        "x",
                        "up");
        Graph removed = removed();
        assertThat(linear(removed, "down").weight().dims()).containsExactly(WIDTH, 2 * 32 + WIDTH);
        assertThat(linear(removed, "down").weight().at(1, 32 + 2))
                .isEqualTo(linear(graph(), "down").weight().at(1, HIDDEN + 2));
    }

    @Test
    void aNormSeesEveryChannel() {
        up(DeadChannelsTest::firstHalf)
                .node("n", new Op.RmsNorm(bias(HIDDEN), 1e-6), HIDDEN, "up")
                .down(DeadChannelsTest::firstHalf, "n");
        assertThat(removed()).isEqualTo(graph());
    }

    @Test
    void theResultKeepsItsChannels() {
        assertThat(up(DeadChannelsTest::firstHalf).removed()).isEqualTo(graph());
    }

    @Test
    void whatAConvolutionMakesOfAChannelGoesWithIt() {
        up(DeadChannelsTest::none)
                .node(
                        "c",
                        new Op.DepthwiseConv1d(
                                matrix(2 * HIDDEN, 3, DeadChannelsTest::none, DeadChannelsTest::none),
                                bias(2 * HIDDEN)),
                        2 * HIDDEN,
                        "up");
        product("down", matrix(WIDTH, 2 * HIDDEN, DeadChannelsTest::none, i -> i < HIDDEN), "c");
        Graph removed = removed();
        assertThat(width(removed, "up")).isEqualTo(32);
        assertThat(width(removed, "c")).isEqualTo(64);
        assertThat(((Op.DepthwiseConv1d) removed.node("c").op()).bias().at(0)).isEqualTo(64.5f);
    }

    /** The first tokens have zeros before them, and so another value than later ones. */
    @Test
    void aConvolutionOfAConstantIsNone() {
        up(DeadChannelsTest::firstHalf)
                .node(
                        "c",
                        new Op.DepthwiseConv1d(
                                matrix(HIDDEN, 3, DeadChannelsTest::none, DeadChannelsTest::none), bias(HIDDEN)),
                        HIDDEN,
                        "up");
        assertThat(down(DeadChannelsTest::none, "c").removed()).isEqualTo(graph());
    }

    @Test
    void columnsOfATableThatNobodyReadsOrThatAreOneGo() {
        nodes.clear();
        node(
                "x",
                new Op.Embedding(new IndexSource.TokenId(), matrix(5, HIDDEN, DeadChannelsTest::none, i -> i < 20)),
                HIDDEN);
        Graph removed = down(i -> i >= 52, "x").removed();
        assertThat(((Op.Embedding) removed.node("x").op()).table().dims()).containsExactly(5, 32);
    }

    @Test
    void aPooledValueIsARunToo() {
        up(DeadChannelsTest::firstHalf).node("p", new Op.Pool(PoolKind.FIRST), HIDDEN, "up");
        nodes.add(new Node(
                "down",
                new Op.Linear(matrix(3, HIDDEN, DeadChannelsTest::none, DeadChannelsTest::none), bias(3)),
                List.of("p"),
                Shape.one(3)));
        assertThat(width(removed(), "p")).isEqualTo(32);
    }

    @Test
    void whatGoesLeavesMoreThatNobodyNeeds() {
        up(DeadChannelsTest::none)
                .active("up")
                .product("middle", matrix(HIDDEN, HIDDEN, DeadChannelsTest::firstHalf, i -> i % 2 == 0), "f");
        node("h", new Op.Activation(ActivationKind.TANH), HIDDEN, "middle")
                .product("down", matrix(WIDTH, HIDDEN, DeadChannelsTest::none, DeadChannelsTest::none), "h");
        Graph removed = removed();
        assertThat(List.of(width(removed, "up"), width(removed, "middle"))).containsOnly(32);
    }

    private DeadChannelsTest attention(IntPredicate query, IntPredicate key, IntPredicate value, IntPredicate output) {
        node(
                "q",
                new Op.Linear(matrix(HEADS_WIDTH, WIDTH, query, DeadChannelsTest::none), zeros(HEADS_WIDTH)),
                HEADS_WIDTH,
                "x");
        product("k", matrix(HEADS_WIDTH, WIDTH, key, DeadChannelsTest::none), "x");
        product("v", matrix(HEADS_WIDTH, WIDTH, value, DeadChannelsTest::none), "x");
        node("a", new Op.Attention(HEADS, 0.5), HEADS_WIDTH, "q", "k", "v");
        return product("o", matrix(WIDTH, HEADS_WIDTH, DeadChannelsTest::none, output), "a");
    }

    private static IntPredicate head(int head) {
        return i -> i / HEAD == head;
    }

    private static int heads(Graph graph) {
        return ((Op.Attention) graph.node("a").op()).heads();
    }

    @Test
    void aHeadThatGivesNothingOrAConstantGoes() {
        Graph removed = attention(DeadChannelsTest::none, DeadChannelsTest::none, head(2), head(0))
                .removed();
        assertThat(heads(removed)).isEqualTo(2);
        assertThat(List.of(width(removed, "q"), width(removed, "k"), width(removed, "v"), width(removed, "a")))
                .containsOnly(2 * HEAD);
        assertThat(linear(removed, "k").bias().at(0)).isEqualTo(HEAD + 0.5f);
        double expected = linear(graph(), "o").bias().at(3);
        for (int channel = 2 * HEAD; channel < 3 * HEAD; channel++) {
            expected += (0.5 + channel) * linear(graph(), "o").weight().at(3, channel);
        }
        assertThat(linear(removed, "o").bias().at(3)).isEqualTo((float) expected);
    }

    @Test
    void oneHeadStays() {
        Graph removed = attention(DeadChannelsTest::none, DeadChannelsTest::none, i -> true, DeadChannelsTest::none)
                .removed();
        assertThat(heads(removed)).isEqualTo(1);
        assertThat(width(removed, "a")).isEqualTo(4);
    }

    @Test
    void headsLoseChannelsThatAllCanSpareOfBothKinds() {
        IntPredicate four = i -> i % HEAD < 4;
        Graph removed = attention(
                        i -> i % HEAD >= 4 && i < 2 * HEAD,
                        i -> four.test(i) && i >= 2 * HEAD,
                        DeadChannelsTest::none,
                        four)
                .removed();
        assertThat(heads(removed)).isEqualTo(HEADS);
        assertThat(width(removed, "a")).isEqualTo(HEADS * 4);
        assertThat(linear(removed, "k").bias().at(4)).isEqualTo(HEAD + 0.5f);
        assertThat(linear(removed, "k").bias().at(8)).isEqualTo(2 * HEAD + 4.5f);
        assertThat(linear(removed, "v").bias().at(0)).isEqualTo(4.5f);
    }

    @Test
    void channelsOfOneKindOrOfSomeHeadsStay() {
        IntPredicate four = i -> i % HEAD < 4;
        assertThat(attention(DeadChannelsTest::none, DeadChannelsTest::none, four, DeadChannelsTest::none)
                        .removed())
                .isEqualTo(graph());
        nodes.subList(1, nodes.size()).clear();
        assertThat(attention(four, DeadChannelsTest::none, DeadChannelsTest::none, DeadChannelsTest::none)
                        .removed())
                .isEqualTo(graph());
        nodes.subList(1, nodes.size()).clear();
        IntPredicate some = i -> four.test(i) && i >= HEAD;
        assertThat(attention(some, DeadChannelsTest::none, some, DeadChannelsTest::none)
                        .removed())
                .isEqualTo(graph());
    }

    /** A query that is the same for every token still weighs a key. */
    @Test
    void aConstantQueryIsNeeded() {
        attention(i -> i % HEAD < 4, DeadChannelsTest::none, i -> i % HEAD < 4, DeadChannelsTest::none);
        Op.Linear query = linear(graph(), "q");
        nodes.set(
                1,
                new Node(
                        "q",
                        new Op.Linear(query.weight(), bias(HEADS_WIDTH)),
                        List.of("x"),
                        graph().node("q").shape()));
        assertThat(removed()).isEqualTo(graph());
    }
}
