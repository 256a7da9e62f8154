package dev.thimble.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphTextTest {
    private static final String TEXT = """
            thimble float graph 1
            name tiny
            max_tokens 4
            constant f32 3x2 words
            constant f32 3x2 kinds
            constant f32 2 gain
            constant f32 2 bias
            word = embedding() source=token table=@0 : nx2
            kind = embedding() source=segment/0/2 table=@1 : nx2
            sum = weighted_sum(word, kind) coefficients=0.5/2.0 : nx2
            norm = layer_norm(sum) gain=@2 bias=@3 epsilon=1.0e-12 : nx2
            mixed = attention(norm, norm, norm) heads=2 scale=0.5 : nx2
            first = pool(mixed) kind=first : 1x2
            """;

    private static Graph graph() {
        FloatTensor words = FloatTensor.matrix("words", 3, 2, new float[] {1, 2, 3, 4, 5, 6});
        FloatTensor kinds = FloatTensor.matrix("kinds", 3, 2, new float[] {6, 5, 4, 3, 2, 1});
        FloatTensor gain = FloatTensor.vector("gain", new float[] {1, 2});
        FloatTensor bias = FloatTensor.vector("bias", new float[] {3, 4});
        Shape shape = Shape.tokens(2);
        return new Graph(
                "tiny",
                4,
                List.of(
                        new Node("word", new Op.Embedding(new IndexSource.TokenId(), words), List.of(), shape),
                        new Node("kind", new Op.Embedding(new IndexSource.Segment(0, 2), kinds), List.of(), shape),
                        new Node("sum", new Op.WeightedSum(List.of(0.5, 2.0)), List.of("word", "kind"), shape),
                        new Node("norm", new Op.LayerNorm(gain, bias, 1e-12), List.of("sum"), shape),
                        new Node("mixed", new Op.Attention(2, 0.5), List.of("norm", "norm", "norm"), shape),
                        new Node("first", new Op.Pool(PoolKind.FIRST), List.of("mixed"), Shape.one(2))));
    }

    @Test
    void operatorsAreWrittenByTheirRecordsAndReadBack() {
        Printed printed = GraphText.print(graph());
        assertThat(printed.text()).isEqualTo(TEXT);
        assertThat(GraphText.parse(printed)).isEqualTo(graph());
    }

    @ParameterizedTest
    @CsvSource({
        "float graph 1, float graph 2, 1: this kind is not named",
        "name tiny, called tiny, 2: there is no name",
        "max_tokens 4, max_tokens many, '3: For input string: \"many\"'",
        "3x2 words, 3000x2 words, 4: too few values for words",
        "3x2 words, 1x2 words, 13: constants are left over",
        "norm = layer_norm, norm layer_norm, 11: not a node: ",
        "(norm, (none, 13: mixed comes before its inputs [none",
        "layer_norm(, group_norm(, 11: not an operator: group_norm",
        "heads=2, heads=2 window=3, 12: this is not known: window=3",
        "heads=2, heads=2 heads=1, 12: there are two of heads",
        "heads=2, mouths=2, 12: there is no heads",
        "heads=2, heads=2.0, 12: heads cannot be 2.0",
        "scale=0.5, scale=0.50, 12: scale cannot be 0.50",
        "kind=first, kind=FIRST, 13: kind cannot be FIRST",
        "segment/0/2, segment/0, 9: source cannot be segment/0",
        "coefficients=0.5/2.0, coefficients=0.5//2.0, 10: coefficients cannot be 0.5//2.0",
        "bias=@3, bias=@4, 11: bias cannot be @4",
        "bias=@3, bias=3, 11: bias cannot be 3",
        "1x2, 1x2 i8 0.5 0, 13: this is not known: i8 0.5 0"
    })
    void aTextThatNoGraphIsWrittenAsIsRefusedWithItsLine(String right, String wrong, String sentence) {
        Printed printed = GraphText.print(graph());
        assertThat(TEXT).contains(right);
        assertThatThrownBy(() -> GraphText.parse(new Printed(TEXT.replace(right, wrong), printed.constants())))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0832")
                .hasMessageContaining("this is no thimble float graph 1; line " + sentence);
    }
}
