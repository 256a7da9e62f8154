package dev.thimble.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.ir.Key;
import dev.thimble.core.ir.Rows;
import dev.thimble.core.ir.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private static final Shape SHAPE = Shape.tokens(1);

    record Pair(int leftFoot, @Key("") long rightFoot) {}

    record Size(int length, double breadthAndHeight) {}

    record Everything(
            boolean yes,
            Rows rows,
            Pair shoes,
            @Key("") Size size,
            @Key("toe") List<Pair> toes,
            List<Double> lengths,
            Optional<IntTensor> nails,
            Optional<Double> age) {}

    record Strange(int heads, Optional<Thread> worker) {}

    record Twice(int heads, @Key("heads") int others) {}

    record Positive(int value) {
        Positive {
            if (value < 1) {
                throw new IllegalArgumentException(value + " is not positive");
            }
        }
    }

    private static <T> Fields write(Class<T> type, T value, ConstantWriter constants) {
        Fields fields = new Fields();
        RecordCodec.of(type).write("", value, fields, constants);
        return fields;
    }

    @Test
    void everyTypeOfComponentIsWrittenAndReadBack() {
        IntTensor nails = IntTensor.vector("nails", Precision.I8, new int[] {5, 6});
        Everything all = new Everything(
                true,
                Rows.ONE,
                new Pair(1, 2),
                new Size(3, 4),
                List.of(new Pair(5, 6), new Pair(7, 8)),
                List.of(0.5, 1.0),
                Optional.of(nails),
                Optional.empty());
        ConstantWriter constants = new ConstantWriter();
        Fields fields = write(Everything.class, all, constants);
        assertThat(fields.print())
                .isEqualTo(" yes=true rows=one shoes_left_foot=1 shoes=2 length=3 breadth_and_height=4.0"
                        + " toe0_left_foot=5 toe0=6 toe1_left_foot=7 toe1=8 lengths=0.5/1.0 nails=@0");
        ConstantReader reader = new ConstantReader(constants.bytes());
        constants.lines().forEach(reader::reads);
        NodeLine line = new NodeLine("x", "everything", List.of("a", "b"), fields, SHAPE, "");
        assertThat(RecordCodec.of(Everything.class).read("", line, reader)).isEqualTo(all);
        fields.checkThatNothingIsLeft();
    }

    @Test
    void aTypeThatNothingWritesIsRefusedWithItsRecordAndComponent() {
        assertThatThrownBy(() -> RecordCodec.of(Strange.class))
                .hasMessage("Strange.worker: no codec writes java.lang.Thread");
    }

    @Test
    void twoComponentsOfOneKeyAreRefused() {
        assertThatThrownBy(() -> write(Twice.class, new Twice(1, 2), new ConstantWriter()))
                .hasMessage("there are two of heads");
    }

    @Test
    void whatARecordRefusesIsRefusedWithItsReason() {
        NodeLine line = NodeLine.parse("x = positive() value=0 : nx1");
        assertThatThrownBy(() -> RecordCodec.of(Positive.class).read("", line, new ConstantReader(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 is not positive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", ""})
    void onlyTheWordThatIsWrittenIsRead(String word) {
        Fields fields = new Fields();
        fields.put("key", word);
        NodeLine line = new NodeLine("x", "op", List.of(), fields, SHAPE, "");
        assertThatThrownBy(() -> Codec.of(boolean.class).read("key", line, new ConstantReader(new byte[0])))
                .hasMessage("key cannot be " + word);
    }
}
