package dev.thimble.core.pass;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What each pass makes of a graph, and what it leaves alone. That the function stays is FoldingTest's subject. */
class PassesTest {
    private static final int WIDTH = 8;

    private final List<Node> nodes = new ArrayList<>();

    PassesTest() {
        node("x", new Op.Embedding(new IndexSource.TokenId(), filled(5, WIDTH)), WIDTH);
    }

    private static FloatTensor filled(int rows, int columns) {
        return FloatTensor.matrix("w", rows, columns, new float[rows * columns]).with(i -> i * 0.25);
    }

    private static Op.Linear product(int inputs, int outputs) {
        return new Op.Linear(
                filled(outputs, inputs),
                FloatTensor.vector("b", new float[outputs]).with(i -> i + 1));
    }

    private PassesTest node(String name, Op op, int width, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs), op instanceof Op.Pool ? Shape.one(width) : Shape.tokens(width)));
        return this;
    }

    private PassesTest linear(String name, String input, int inputs, int outputs) {
        return node(name, product(inputs, outputs), outputs, input);
    }

    private Graph graph() {
        return new Graph("g", 6, nodes);
    }

    private static List<String> names(Graph graph) {
        return graph.nodes().stream().map(Node::name).toList();
    }

    private static Op.Linear linear(Graph graph, String name) {
        return (Op.Linear) graph.node(name).op();
    }

    private PassesTest layer(int heads) {
        linear("q", "x", WIDTH, WIDTH).linear("k", "x", WIDTH, WIDTH).linear("v", "x", WIDTH, WIDTH);
        node("a", new Op.Attention(heads, 0.5), WIDTH, "q", "k", "v");
        return linear("o", "a", WIDTH, WIDTH).node("s", new Op.Add(), WIDTH, "o", "x");
    }

    private PassesTest pooled(String name, String input) {
        return node(name, new Op.Pool(PoolKind.FIRST), WIDTH, input);
    }

    @Test
    void coefficientsMoveIntoTheirMatrixProducts() {
        linear("a", "x", WIDTH, 2).linear("b", "x", WIDTH, 2);
        node("s", new Op.WeightedSum(List.of(2.0, -0.5)), 2, "a", "b");

        Graph folded = new FoldCoefficients().run(graph());

        assertThat(folded.output().op()).isEqualTo(new Op.Add());
        assertThat(linear(folded, "a").weight().at(3)).isEqualTo(1.5f);
        assertThat(linear(folded, "b").bias().at(1)).isEqualTo(-1f);
    }

    @Test
    void aCoefficientOfAValueThatIsReadElsewhereStays() {
        linear("a", "x", WIDTH, WIDTH);
        node("s", new Op.WeightedSum(List.of(2.0, 3.0)), WIDTH, "a", "x");

        assertThat(new FoldCoefficients().run(graph())).isEqualTo(graph());
    }

    @Test
    void theFirstRowTakesTheWorkOfAllKeysAndValues() {
        layer(2).pooled("p", "s");

        Graph absorbed = new AbsorbKeysAndValues().run(graph());

        assertThat(names(absorbed))
                .containsExactly(
                        "x",
                        "a.head0.query",
                        "a.head0.key",
                        "a.head0",
                        "a.head0.value",
                        "a.head1.query",
                        "a.head1.key",
                        "a.head1",
                        "a.head1.value",
                        "a.head0.output",
                        "a.head1.output",
                        "o",
                        "s",
                        "p");
        assertThat(absorbed.node("a.head1").inputs()).containsExactly("a.head1.key", "x", "x");
        assertThat(linear(absorbed, "a.head1.query").weight().at(0, 0))
                .isEqualTo(filled(8, 8).at(4, 0));
        assertThat(linear(absorbed, "a.head1.key").weight().at(3, 2))
                .isEqualTo(filled(8, 8).at(6, 3));
        assertThat(linear(absorbed, "a.head1.output").weight().at(5, 1))
                .isEqualTo(filled(8, 8).at(5, 5));
        assertThat(linear(absorbed, "a.head0.output").bias().at(2)).isEqualTo(3f);
        assertThat(linear(absorbed, "a.head1.output").bias().at(2)).isZero();
        assertThat(absorbed.node("o").op()).isEqualTo(new Op.Add());
    }

    @Test
    void oneHeadNeedsNoSum() {
        layer(1).pooled("p", "s");

        assertThat(names(new AbsorbKeysAndValues().run(graph())))
                .containsExactly("x", "a.query", "a.key", "a", "a.value", "o", "s", "p");
    }

    @Test
    void keysAndValuesStayWhereEveryRowCounts() {
        layer(2).node("later", new Op.Attention(1, 0.5), WIDTH, "x", "s", "s").pooled("p", "later");

        assertThat(new AbsorbKeysAndValues().run(graph())).isEqualTo(graph());
    }

    @Test
    void keysThatAreReadElsewhereStay() {
        layer(2).pooled("p", "s");
        pooled("t", "k").node("u", new Op.Add(), WIDTH, "p", "t");

        assertThat(new AbsorbKeysAndValues().run(graph())).isEqualTo(graph());
    }

    @Test
    void keysStayWhereHeadsAreTooNarrowForItToBeLessWork() {
        layer(8).pooled("p", "s");

        assertThat(new AbsorbKeysAndValues().run(graph())).isEqualTo(graph());
    }

    @Test
    void twoMatrixProductsInARowBecomeOneWhereThatIsNotLarger() {
        linear("a", "x", WIDTH, 5).linear("b", "a", 5, 3);

        Graph composed = new ComposeLinears().run(graph());

        assertThat(names(composed)).containsExactly("x", "b");
        Op.Linear one = linear(composed, "b");
        Op.Linear a = product(WIDTH, 5);
        Op.Linear b = product(5, 3);
        double weight = 0;
        double bias = b.bias().at(1);
        for (int i = 0; i < 5; i++) {
            weight += b.weight().at(1, i) * a.weight().at(i, 6);
            bias += b.weight().at(1, i) * a.bias().at(i);
        }
        assertThat(one.weight().at(1, 6)).isEqualTo((float) weight);
        assertThat(one.bias().at(1)).isEqualTo((float) bias);
    }

    @Test
    void aNarrowWaistStays() {
        linear("a", "x", WIDTH, 2).linear("b", "a", 2, WIDTH);

        assertThat(new ComposeLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void aMatrixProductThatIsReadTwiceStays() {
        linear("a", "x", WIDTH, 5).linear("b", "a", 5, 5).node("s", new Op.Add(), 5, "a", "b");

        assertThat(new ComposeLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void anActivationKeepsMatrixProductsApart() {
        linear("a", "x", WIDTH, 5)
                .node("f", new Op.Activation(ActivationKind.RELU), 5, "a")
                .linear("b", "f", 5, 3);

        assertThat(new ComposeLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void aSumOfASumIsOneSum() {
        linear("a", "x", WIDTH, WIDTH).linear("b", "x", WIDTH, WIDTH).linear("c", "x", WIDTH, WIDTH);
        node("s", new Op.Add(), WIDTH, "a", "b").node("t", new Op.Add(), WIDTH, "c", "s");

        Graph flat = new FlattenSums().run(graph());

        assertThat(flat.output().inputs()).containsExactly("c", "a", "b");
        assertThat(names(flat)).doesNotContain("s");
    }

    @Test
    void aSumThatWouldHaveATermTwiceStays() {
        linear("a", "x", WIDTH, WIDTH)
                .node("s", new Op.Add(), WIDTH, "a", "x")
                .node("t", new Op.Add(), WIDTH, "x", "s");

        assertThat(new FlattenSums().run(graph())).isEqualTo(graph());
    }

    private PassesTest narrow(String name, int width) {
        return node(name, new Op.Embedding(new IndexSource.Position(), filled(6, width)), width);
    }

    private PassesTest segments(int rows) {
        return node("g", new Op.Embedding(new IndexSource.Segment(0, 4), filled(rows, WIDTH)), WIDTH);
    }

    private PassesTest sum(String name, String... terms) {
        return node(name, new Op.Add(), WIDTH, terms);
    }

    @Test
    void productsThatAreAddedBecomeOneOfTheirInputsSideBySide() {
        narrow("y", 3).linear("a", "x", WIDTH, WIDTH).linear("b", "y", 3, WIDTH).sum("s", "a", "b");

        Graph joined = new JoinLinears().run(graph());

        assertThat(names(joined)).containsExactly("x", "y", "s");
        assertThat(joined.output().inputs()).containsExactly("x", "y");
        Op.Linear one = linear(joined, "s");
        assertThat(one.weight().dims()).containsExactly(WIDTH, WIDTH + 3);
        assertThat(one.weight().at(5, 2)).isEqualTo(filled(WIDTH, WIDTH).at(5, 2));
        assertThat(one.weight().at(5, WIDTH + 2)).isEqualTo(filled(WIDTH, 3).at(5, 2));
        assertThat(one.bias().at(6)).isEqualTo(14f);
    }

    @Test
    void productsOfOneInputAreAddedUp() {
        linear("a", "x", WIDTH, WIDTH).linear("b", "x", WIDTH, WIDTH).sum("s", "a", "b");

        Graph joined = new JoinLinears().run(graph());

        assertThat(joined.output().inputs()).containsExactly("x");
        assertThat(linear(joined, "s").weight().at(5, 2))
                .isEqualTo(2 * filled(WIDTH, WIDTH).at(5, 2));
    }

    @Test
    void anEmbeddingOfAFewRowsIsAProductOfItsRowsNumber() {
        segments(7).linear("a", "x", WIDTH, WIDTH).sum("s", "g", "a");

        Graph joined = new JoinLinears().run(graph());

        assertThat(names(joined)).containsExactly("x", "g.row", "s");
        assertThat(joined.output().inputs()).containsExactly("g.row", "x");
        Op.Embedding row = (Op.Embedding) joined.node("g.row").op();
        assertThat(row.table().dims()).containsExactly(7, 7);
        assertThat(row.table().at(6, 6)).isEqualTo(1);
        assertThat(row.table().at(6, 5)).isZero();
        assertThat(linear(joined, "s").weight().at(3, 6))
                .isEqualTo(filled(7, WIDTH).at(6, 3));
    }

    @Test
    void aTableOfMoreRowsIsCheaperToAdd() {
        segments(8).linear("a", "x", WIDTH, WIDTH).sum("s", "g", "a");

        assertThat(new JoinLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void tablesAloneStay() {
        segments(3).node("h", new Op.Embedding(new IndexSource.Segment(1, 2), filled(3, WIDTH)), WIDTH);

        assertThat(new JoinLinears().run(sum("s", "g", "h").graph())).isEqualTo(graph());
    }

    @Test
    void termsThatAreNoProductsOrAreReadElsewhereStayTerms() {
        linear("a", "x", WIDTH, WIDTH).linear("b", "x", WIDTH, WIDTH).linear("c", "x", WIDTH, WIDTH);
        sum("s", "x", "a", "b", "c").sum("t", "s", "c");

        Graph joined = new JoinLinears().run(graph());

        assertThat(names(joined)).containsExactly("x", "c", "s.product", "s", "t");
        assertThat(joined.node("s.product").inputs()).containsExactly("x");
        assertThat(joined.node("s").inputs()).containsExactly("s.product", "x", "c");
    }

    @Test
    void productsOfOtherValuesThanEmbeddingsStay() {
        node("f", new Op.Activation(ActivationKind.SILU), WIDTH, "x");
        linear("a", "x", WIDTH, WIDTH).linear("b", "f", WIDTH, WIDTH).sum("s", "a", "b");

        assertThat(new JoinLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void aTermThatIsAddedTwiceStays() {
        linear("a", "x", WIDTH, WIDTH).linear("b", "x", WIDTH, WIDTH).sum("s", "a", "a", "b");

        assertThat(new JoinLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void inputsSideBySideTakeNoMoreBytesThanTheTermsOf16Bits() {
        narrow("y", 3 * WIDTH).linear("a", "x", WIDTH, WIDTH).linear("b", "y", 3 * WIDTH, WIDTH);
        assertThat(names(new JoinLinears().run(sum("s", "a", "b").graph()))).containsExactly("x", "y", "s");

        nodes.clear();
        narrow("x", WIDTH + 1).narrow("y", 3 * WIDTH);
        linear("a", "x", WIDTH + 1, WIDTH).linear("b", "y", 3 * WIDTH, WIDTH).sum("s", "a", "b");
        assertThat(new JoinLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void aProductOfSeveralInputsIsATermLikeOthers() {
        narrow("y", 3).linear("a", "x", WIDTH, WIDTH).linear("b", "y", 3, WIDTH).sum("s", "a", "b");
        linear("c", "y", 3, WIDTH).sum("t", "c", "s");

        Graph joined = new JoinLinears().run(graph());

        assertThat(names(joined)).containsExactly("x", "y", "t");
        assertThat(joined.output().inputs()).containsExactly("y", "x");
        assertThat(linear(joined, "t").weight().at(5, 2))
                .isEqualTo(2 * filled(WIDTH, 3).at(5, 2));
    }

    @Test
    void aProductOfSeveralInputsTakesNoneOfThemIn() {
        linear("a", "x", WIDTH, 2).node("s", product(WIDTH + 2, 1), 1, "x", "a");

        assertThat(new ComposeLinears().run(graph())).isEqualTo(graph());
    }

    @Test
    void keysOfSeveralInputsStay() {
        linear("q", "x", WIDTH, WIDTH).node("k", product(2 * WIDTH, WIDTH), WIDTH, "x", "x");
        linear("v", "x", WIDTH, WIDTH).node("a", new Op.Attention(1, 0.5), WIDTH, "q", "k", "v");
        linear("o", "a", WIDTH, WIDTH).pooled("p", "o");

        assertThat(new AbsorbKeysAndValues().run(graph())).isEqualTo(graph());
    }

    @Test
    void ofWhatTheFirstRowAloneCountsNobodyReadsMore() {
        layer(2).pooled("p", "s");

        assertThat(FirstRows.of(graph())).containsExactlyInAnyOrder("q", "a", "o", "s", "p");
    }
}
