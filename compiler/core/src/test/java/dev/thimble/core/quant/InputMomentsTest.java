package dev.thimble.core.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Op;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What products' inputs have in common. */
class InputMomentsTest {
    private static final float[] X = {1, 2, 3, -1, 0, 5, 2, 2};
    private static final float[] Y = {1, 1, 2, 0};

    private static InputMoments moments(int times) {
        GraphSketch sketch = new GraphSketch()
                .embedding("x", GraphSketch.matrix(4, 2, 1, 2, 3, -1, 0, 5, 2, 2))
                .linear("y", 2, 1, 1, "x")
                .node("z", new Op.Linear(GraphSketch.matrix(1, 3, 1, 1, 1), GraphSketch.vector(0)), 1, 1, "x", "y");
        Graph graph = sketch.graph();
        int[] ids = {0, 1, 2, 3};
        List<int[]> sequences = times == 1 ? List.of(ids) : List.of(ids, ids);
        return InputMoments.of(graph, GraphSketch.replay(graph, Map.of("x", X, "y", Y, "z", new float[4])), sequences);
    }

    @Test
    void ofOneInputTheyAreSumsOverRows() {
        assertThat(moments(1).of("y")).isDeepEqualTo(new double[][] {{1 + 9 + 4, 2 - 3 + 4}, {3, 4 + 1 + 25 + 4}});
    }

    @Test
    void ofSeveralInputsTheyAreThoseOfAllColumnsSideBySide() {
        assertThat(moments(1).of("z")).isDeepEqualTo(new double[][] {
            {14, 3, 1 + 3 + 0 + 0}, {3, 34, 2 - 1 + 10 + 0}, {4, 11, 1 + 1 + 4},
        });
    }

    @Test
    void sequencesAddUp() {
        assertThat(moments(2).of("y")).isDeepEqualTo(new double[][] {{28, 6}, {6, 68}});
    }
}
