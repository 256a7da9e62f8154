package dev.thimble.core.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.reference.IntegerExecutor;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelRowsTest {
    private static final Quantization UNIT = new Quantization(Precision.I8, 1, 0);
    private static final IntGraph GRAPH = new IntGraph(
            "x",
            1,
            List.of(
                    new IntNode(
                            "token",
                            new IntOp.Embedding(new IndexSource.TokenId(), tensor("table", List.of(2, 2), 1, 2, 3, -4)),
                            List.of(),
                            Shape.tokens(2),
                            UNIT),
                    new IntNode("first", new IntOp.Pool(PoolKind.FIRST), List.of("token"), Shape.one(2), UNIT),
                    new IntNode(
                            "logits",
                            new IntOp.Linear(
                                    tensor("weight", List.of(2, 2), 5, 6, -7, 8),
                                    IntTensor.vector("bias", Precision.I32, new int[] {100, -100}),
                                    Requantizer.of("multiplier", 1, 0.5)),
                            List.of("first"),
                            Shape.one(2),
                            UNIT)));

    private static IntTensor tensor(String name, List<Integer> dims, int... values) {
        return IntTensor.of(name, Precision.I8, dims, values);
    }

    @Test
    void moreLabelsAreRowsOfZerosAndTheLogitsOfTheOthersStay() {
        IntGraph larger = LabelRows.resized(GRAPH, 5);
        assertThat(larger.output().shape()).isEqualTo(Shape.one(5));
        IntOp.Linear head = (IntOp.Linear) larger.output().op();
        assertThat(head.weight().toArray()).containsExactly(5, 6, -7, 8, 0, 0, 0, 0, 0, 0);
        assertThat(head.bias().toArray()).containsExactly(100, -100, 0, 0, 0);
        int[] known = new IntegerExecutor(GRAPH).logits(new int[] {1});
        assertThat(new IntegerExecutor(larger).logits(new int[] {1}))
                .startsWith(known)
                .hasSize(5);
    }

    @Test
    void fewerLabelsAreTheFirstRows() {
        assertThat(LabelRows.resized(LabelRows.resized(GRAPH, 5), 2)).isEqualTo(GRAPH);
        assertThat(LabelRows.resized(GRAPH, 2)).isSameAs(GRAPH);
    }

    @Test
    void whatDoesNotEndWithAMatrixProductHasNoRows() {
        IntGraph pooled = new IntGraph("x", 1, GRAPH.nodes().subList(0, 2));
        assertThat(LabelRows.resized(pooled, 2)).isSameAs(pooled);
        assertThatThrownBy(() -> LabelRows.resized(pooled, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
