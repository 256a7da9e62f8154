package dev.thimble.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.integer.RowScale;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntGraphTextTest {
    private static final String TEXT = """
            thimble integer graph 1
            name tiny
            max_tokens 2
            constant i8 2x1 words
            constant i8 2 factors
            constant i8 2x1 places
            constant i32 1 first
            constant i32 1 second
            constant i32 1 gain
            constant i32 1 bias
            word = embedding() source=token table=@0 factors=@1 : nx1 i16 0.5 0
            place = embedding() source=position table=@2 : nx1 i8 0.25 -3
            sum = add(word, place) multiplier0_shift=0 multiplier0=@3 multiplier1_shift=2 multiplier1=@4 : nx1 i16 1.0E-4 0
            norm = rms_norm(sum) epsilon=7 numerator=3037000500 numerator_fraction=29 fraction=27 gain=@5 bias=@6 : nx1 i8 0.125 4
            """;

    private static IntTensor tensor(String name, Precision precision, int... values) {
        return IntTensor.vector(name, precision, values);
    }

    private static IntTensor column(String name, int... values) {
        return IntTensor.of(name, Precision.I8, List.of(values.length, 1), values);
    }

    private static IntNode node(String name, IntOp op, Precision precision, double scale, int zero, String... inputs) {
        return new IntNode(name, op, List.of(inputs), Shape.tokens(1), new Quantization(precision, scale, zero));
    }

    private static IntGraph graph() {
        IntOp word = new IntOp.Embedding(
                new IndexSource.TokenId(),
                column("words", 1, -1),
                Optional.of(tensor("factors", Precision.I8, 127, 3)));
        IntOp place = new IntOp.Embedding(new IndexSource.Position(), column("places", 2, -2));
        IntOp sum = new IntOp.Add(List.of(
                new Requantizer(0, tensor("first", Precision.I32, 1 << 30)),
                new Requantizer(2, tensor("second", Precision.I32, -5))));
        IntOp norm = new IntOp.RmsNorm(
                new RowScale(7, 3_037_000_500L, 29, 27),
                tensor("gain", Precision.I32, 9),
                tensor("bias", Precision.I32, -9));
        return new IntGraph(
                "tiny",
                2,
                List.of(
                        node("word", word, Precision.I16, 0.5, 0),
                        node("place", place, Precision.I8, 0.25, -3),
                        node("sum", sum, Precision.I16, 1e-4, 0, "word", "place"),
                        node("norm", norm, Precision.I8, 0.125, 4, "sum")));
    }

    @Test
    void operatorsAreWrittenByTheirRecordsAndReadBack() {
        Printed printed = IntGraphText.print(graph());
        assertThat(printed.text()).isEqualTo(TEXT);
        assertThat(IntGraphText.parse(printed)).isEqualTo(graph());
    }

    @ParameterizedTest
    @CsvSource({
        "integer graph, float graph, 1: this kind is not named",
        "i8 2x1 words, i9 2x1 words, 4: not a node",
        "i8 2 factors, i8 99999999999 factors, '5: For input string: \"99999999999\"'",
        "table=@2, table=@9, 12: table cannot be @9",
        "table=@2, table=@-1, 12: table cannot be @-1",
        "-3, -300, 12: zero point -300",
        "0.25 -3, 0.25, 12: not a quantisation: i8 0.25",
        "i8 0.125, i9 0.125, 14: ",
        "'(word, place)', (word), '13: this is not known: multiplier1_shift=2 multiplier1=@4'",
        "'(word, place)', '(word, place, word)', 13: there is no multiplier2_shift",
        "multiplier1=@4, multiplier0=@4, 13: there are two of multiplier0",
        "numerator=3037000500, numerator=3e9, 14: numerator cannot be 3e9",
        "norm =, word =, 14: two nodes are named word"
    })
    void aTextThatNoGraphIsWrittenAsIsRefusedWithItsLine(String right, String wrong, String sentence) {
        Printed printed = IntGraphText.print(graph());
        assertThat(TEXT).contains(right);
        assertThatThrownBy(() -> IntGraphText.parse(new Printed(TEXT.replace(right, wrong), printed.constants())))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0832")
                .hasMessageContaining("this is no thimble integer graph 1; line " + sentence);
    }
}
