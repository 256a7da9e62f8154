package dev.thimble.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedPartTest {
    private static final Quantization BYTES = Quantization.symmetric(Precision.I8, 0.02);
    private static final TrainerForm FORM = new TrainerForm(
            new TrainablePart.HeadAndPooler(),
            List.of(new Feature("features", 3)),
            List.of(product("pooler", "features", 4, 3), product("logits", "pooler", 2, 4)));
    private static final SharedPart WITHOUT_HEAD = PersonalPart.HEAD.leaves(FORM);

    private static TrainStep product(String name, String input, int rows, int inputs) {
        MatrixForm matrix = MatrixForm.of(name, rows, List.of(Segment.of(inputs, BYTES)), BYTES);
        return new TrainStep.Product(input, matrix);
    }

    private static int[] numbered(int from) {
        return IntStream.range(from, from + FORM.size()).toArray();
    }

    @Test
    void whatIsSharedIsTakenOutAndPutBackBesideWhatStays() {
        assertThat(WITHOUT_HEAD.size()).isEqualTo(16);
        assertThat(WITHOUT_HEAD.names()).containsExactly("pooler");
        assertThat(WITHOUT_HEAD.of(numbered(100)))
                .isEqualTo(IntStream.range(100, 116).toArray());
        int[] joined = WITHOUT_HEAD.joined(numbered(0), WITHOUT_HEAD.of(numbered(100)));
        assertThat(joined)
                .isEqualTo(IntStream.concat(IntStream.range(100, 116), IntStream.range(16, 26))
                        .toArray());
    }

    @Test
    void whatStaysMayLieBeforeWhatIsShared() {
        SharedPart head = new SharedPart(FORM, Set.of("pooler"));
        assertThat(head.of(numbered(0))).isEqualTo(IntStream.range(16, 26).toArray());
        assertThat(head.joined(numbered(100), head.of(numbered(0))))
                .isEqualTo(IntStream.concat(IntStream.range(100, 116), IntStream.range(16, 26))
                        .toArray());
    }

    @Test
    void whereNothingStaysAllIsShared() {
        SharedPart all = PersonalPart.NOTHING.leaves(FORM);
        assertThat(all.of(numbered(0))).isEqualTo(numbered(0));
        assertThat(all.layout()).isEqualTo(FORM.layout()).isEqualTo("head+pooler\npooler 4 4\nlogits 2 5\n");
    }

    @Test
    void theLayoutSaysNothingOfWhatStays() {
        assertThat(WITHOUT_HEAD.layout()).isEqualTo("head+pooler\npooler 4 4\n");
        assertThat(PersonalPart.HEAD.leaves(FORM.withLabels(9)).layout()).isEqualTo(WITHOUT_HEAD.layout());
    }

    @Test
    void aHeadStaysWhereSomethingElseIsTrained() {
        assertThat(PersonalPart.named("head", new TrainablePart.HeadAndPooler()))
                .isEqualTo(PersonalPart.HEAD);
        assertThat(PersonalPart.named("head", new TrainablePart.LastLayer(2))).isEqualTo(PersonalPart.HEAD);
        assertThatThrownBy(() -> PersonalPart.named("body", new TrainablePart.HeadAndPooler()))
                .hasMessageContaining("THM-1108")
                .hasMessageContaining("body");
        for (TrainablePart alone : List.of(new TrainablePart.Head(), new TrainablePart.HeadAndMean())) {
            assertThatThrownBy(() -> PersonalPart.named("head", alone))
                    .hasMessageContaining("THM-1109")
                    .hasMessageContaining(alone.word());
        }
    }
}
