package dev.thimble.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.pass.Pass;
import dev.thimble.core.pipeline.NamedPass.OfCalibrated;
import dev.thimble.core.pipeline.NamedPass.OfFloats;
import dev.thimble.core.pipeline.NamedPass.OfIntegers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of passes, and how they are run. */
class PipelineTest {
    private static final Graph GRAPH = new Graph(
            "g",
            4,
            List.of(new Node(
                    "x",
                    new Op.Embedding(new IndexSource.TokenId(), FloatTensor.matrix("t", 1, 2, new float[2])),
                    List.of(),
                    Shape.tokens(2))));

    private static Pass renaming(String suffix) {
        return graph -> new Graph(graph.name() + suffix, graph.maxTokens(), graph.nodes());
    }

    private static OfFloats floats(String name, Pass pass) {
        return new OfFloats(name, "to be seen", pass);
    }

    /** Which of the kinds a pass is, counted in the order in which they run. */
    private static final class Order implements NamedPass.Cases<Integer> {
        @Override
        public Integer floats(OfFloats pass) {
            return 0;
        }

        @Override
        public Integer calibrated(OfCalibrated pass) {
            return 1;
        }

        @Override
        public Integer integers(OfIntegers pass) {
            return 2;
        }
    }

    @Test
    void everyPassHasANameOfItsOwnAndAPurpose() {
        List<NamedPass> passes = Pipeline.standard().passes();
        assertThat(passes)
                .extracting(NamedPass::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
        assertThat(passes).extracting(NamedPass::purpose).allMatch(purpose -> !purpose.isBlank());
        assertThat(passes)
                .allSatisfy(pass ->
                        assertThat(Pipeline.standard().named(pass.name())).contains(pass));
        assertThat(Pipeline.standard().named("lunch")).isEmpty();
    }

    @Test
    void thePassesStandInTheOrderInWhichTheyRun() {
        assertThat(Pipeline.standard().passes())
                .extracting(pass -> pass.accept(new Order()))
                .isSorted();
    }

    @Test
    void floatPassesRunInOrderUpToTheOneAskedFor() {
        OfFloats second = floats("second", renaming("2"));
        Pipeline pipeline = new Pipeline(List.of(
                floats("first", renaming("1")), second, floats("third", renaming("3")), Pipeline.EQUALIZE_CHANNELS));
        assertThat(pipeline.prepare(GRAPH).name()).isEqualTo("g123");
        assertThat(pipeline.prepareUntil(second, GRAPH).name()).isEqualTo("g12");
        assertThat(pipeline.without(second).prepare(GRAPH).name()).isEqualTo("g13");
    }

    @Test
    void aPassThatIsLeftOutIsNotThere() {
        Pipeline pipeline = Pipeline.standard();
        assertThat(pipeline.has(Pipeline.EQUALIZE_CHANNELS)).isTrue();
        assertThat(pipeline.without(Pipeline.EQUALIZE_CHANNELS).has(Pipeline.EQUALIZE_CHANNELS))
                .isFalse();
    }

    @Test
    void aFaultInsideAPassNamesThePass() {
        RuntimeException fault = new IllegalStateException("no such node");
        ThimbleException reported = thrown(fault);
        assertThat(reported.diagnostic().problem()).isEqualTo(InputProblem.INTERNAL);
        assertThat(reported.diagnostic().sentence())
                .contains("in the pass broken, ")
                .contains("no such node");
        assertThat(reported).hasCause(fault);
    }

    @Test
    void aDiagnosticOfAPassStaysWhatItIs() {
        ThimbleException refusal = new ThimbleException(ModelProblem.FILE_MISSING.at("", "x"));
        assertThat(thrown(refusal)).isSameAs(refusal);
    }

    private static ThimbleException thrown(RuntimeException fault) {
        OfFloats broken = floats("broken", graph -> {
            throw fault;
        });
        Pipeline pipeline = new Pipeline(List.of(broken));
        return catchThrowableOfType(ThimbleException.class, () -> pipeline.prepare(GRAPH));
    }
}
