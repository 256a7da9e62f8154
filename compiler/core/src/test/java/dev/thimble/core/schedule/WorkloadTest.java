package dev.thimble.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.PoolKind;
import dev.thimble.core.ir.Shape;
import dev.thimble.core.target.CostTable;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.Work;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {
    private static final int WIDTH = 8;
    private static final int MOST = 16;

    private static Workload work(IntGraph graph, int tokens) {
        return new Workload(Scheduler.schedule(graph, 4, KernelSets.PORTABLE), tokens);
    }

    private static long products(Workload work, String step) {
        return work.multiplyAccumulates(work.schedule().graph().node(step));
    }

    @Test
    void aMatrixIsMultipliedForEachRowThatIsComputed() {
        Workload work = work(BertGraph.of(2, WIDTH, MOST), 5);
        assertThat(products(work, "q0")).isEqualTo(5L * WIDTH * WIDTH);
        assertThat(products(work, "f0")).isEqualTo(5L * WIDTH * 4 * WIDTH);
        assertThat(products(work, "k1")).isEqualTo(5L * WIDTH * WIDTH);
        assertThat(products(work, "q1")).isEqualTo((long) WIDTH * WIDTH);
        assertThat(products(work, "logits")).isEqualTo(3L * WIDTH);
    }

    @Test
    void attentionMultipliesEachComputedRowWithEveryKeyAndEveryValue() {
        Workload work = work(BertGraph.of(2, WIDTH, MOST), 5);
        assertThat(products(work, "a0")).isEqualTo(2L * 5 * 5 * WIDTH);
        assertThat(products(work, "a1")).isEqualTo(2L * 5 * WIDTH);
    }

    @Test
    void whatIsNoSumOfProductsHasElementsOnly() {
        Workload work = work(BertGraph.of(2, WIDTH, MOST), 5);
        assertThat(products(work, "g0")).isZero();
        assertThat(work.elements(work.schedule().graph().node("g0"))).isEqualTo(5L * 4 * WIDTH);
        assertThat(work.elements(work.schedule().graph().node("g1"))).isEqualTo(4L * WIDTH);
    }

    /** Of the second convolution only the first row is read. */
    @ParameterizedTest
    @CsvSource({"1,4", "3,4", "4,4", "9,4", "16,1"})
    void aConvolutionHasNoProductsBeforeTheFirstRow(int tokens, int taps) {
        long expected = 0;
        for (int row = 0; row < tokens; row++) {
            for (int tap = 0; tap < taps && tap <= row; tap++) {
                expected += WIDTH;
            }
        }
        Workload work = work(convolutions(taps), tokens);
        assertThat(products(work, "c")).isEqualTo(expected);
        assertThat(products(work, "first")).isEqualTo(WIDTH);
    }

    /** Four rows share a pass, a fifth has one to itself; of the last layer one row is computed. */
    @Test
    void weightsAreMetOnceForTheRowsOfAPass() {
        Workload work = new Workload(Scheduler.schedule(BertGraph.of(2, WIDTH, MOST), 8, KernelSets.ARMV7M), 5);
        assertThat(work.work(work.schedule().graph().node("f0")))
                .containsEntry(Work.PLAIN_PASS, WIDTH * 4L * WIDTH)
                .containsEntry(Work.PLAIN_SINGLE, WIDTH * 4L * WIDTH)
                .containsEntry(Work.PLAIN_OUTPUT, 2L * 4 * WIDTH)
                .containsEntry(Work.PLAIN_INPUT, 5L * WIDTH)
                .containsEntry(Work.PLAIN_CALL, 1L);
        assertThat(work.work(work.schedule().graph().node("q1")))
                .containsEntry(Work.PLAIN_PASS, 0L)
                .containsEntry(Work.PLAIN_SINGLE, (long) WIDTH * WIDTH);
    }

    /** A pass of fewer than four query rows takes as long as one of four. */
    @Test
    void attentionMeetsEveryKeyInEachPass() {
        Workload work = new Workload(Scheduler.schedule(BertGraph.of(2, WIDTH, MOST), 4, KernelSets.DSP), 6);
        assertThat(work.work(work.schedule().graph().node("a0")))
                .containsEntry(Work.ATTENTION_PASS, 2L * 6 * WIDTH)
                .containsEntry(Work.ATTENTION_TURNED, 2L * 6 * WIDTH)
                .containsEntry(Work.ATTENTION_CALL, 2L);
    }

    /** The first four rows meet up to four taps, the next four all eight, the ninth is alone. */
    @Test
    void aPassOfAConvolutionMeetsTheTapsOfItsLastRow() {
        Workload work = new Workload(Scheduler.schedule(convolutions(8), 16, KernelSets.PORTABLE), 9);
        assertThat(work.work(work.schedule().graph().node("c")))
                .containsEntry(Work.CONVOLUTION_PASS, (4L + 8) * WIDTH)
                .containsEntry(Work.CONVOLUTION_SINGLE, 8L * WIDTH)
                .containsEntry(Work.CONVOLUTION_CALL, 1L);
    }

    /** What is priced at nothing in every table would rank candidates by half of what they do. */
    @Test
    void theCostOfAnInferenceIsThatOfItsSteps() {
        Workload work = work(BertGraph.of(2, WIDTH, MOST), 5);
        CostTable costs = CostTable.of(KernelSets.PORTABLE, "");
        long sum = work.schedule().loops().stream()
                .flatMap(loop -> loop.steps().stream())
                .mapToLong(step -> costs.cost(work.work(step)))
                .sum();
        assertThat(work.cost(costs)).isPositive().isEqualTo(Math.round(sum / 1000.0));
    }

    private static IntGraph convolutions(int taps) {
        IntTensor table = IntTensor.of("t", Precision.I8, List.of(9, WIDTH), new int[9 * WIDTH]);
        IntTensor weight = IntTensor.of("w", Precision.I8, List.of(WIDTH, taps), new int[WIDTH * taps]);
        IntTensor bias = IntTensor.vector("b", Precision.I32, new int[WIDTH]);
        IntOp convolution = new IntOp.DepthwiseConv1d(weight, bias, Requantizer.of("m", new double[WIDTH]));
        IntOp attention = new IntOp.Attention(1, Requantizer.of("e", 0.1), 1L << 31, 0);
        Shape rows = Shape.tokens(WIDTH);
        return new IntGraph(
                "convolutions",
                MOST,
                List.of(
                        node("x", new IntOp.Embedding(new IndexSource.TokenId(), table), rows),
                        node("c", convolution, rows, "x"),
                        node("first", convolution, rows, "x"),
                        node("a", attention, rows, "first", "c", "c"),
                        node("pool", new IntOp.Pool(PoolKind.FIRST), Shape.one(WIDTH), "a")));
    }

    private static IntNode node(String name, IntOp op, Shape shape, String... inputs) {
        return new IntNode(name, op, List.of(inputs), shape, Quantization.symmetric(Precision.I8, 1));
    }
}
