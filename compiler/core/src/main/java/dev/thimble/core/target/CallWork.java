package dev.thimble.core.target;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Requantizer;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What one call of a kernel does.
 *
 * @param graph that the step belongs to
 * @param step whose value is computed
 * @param kernels that compute it
 * @param rows of the call
 */
public record CallWork(IntGraph graph, IntNode step, KernelSet kernels, CallRows rows)
        implements IntOp.Cases<Map<Work, Long>> {
    /** Of a step of a graph. */
    public static Map<Work, Long> of(IntGraph graph, IntNode step, KernelSet kernels, CallRows rows) {
        return step.op().match(new CallWork(graph, step, kernels, rows));
    }

    private static Map<Work, Long> none() {
        return new EnumMap<>(Work.class);
    }

    private long count() {
        return rows.count();
    }

    private long results() {
        return count() * step.shape().width();
    }

    /** The pieces of a product, by what its weights are. */
    private record Product(Work pass, Work two, Work single, Work output, Work input, Work call) {
        static final Product PLAIN = new Product(
                Work.PLAIN_PASS,
                Work.PLAIN_TWO,
                Work.PLAIN_SINGLE,
                Work.PLAIN_OUTPUT,
                Work.PLAIN_INPUT,
                Work.PLAIN_CALL);

        /** No set has passes of two rows of them that cost less. */
        static final Product PAIRED = new Product(
                Work.PAIRED_PASS,
                Work.PAIRED_PASS,
                Work.PAIRED_SINGLE,
                Work.PAIRED_OUTPUT,
                Work.PAIRED_INPUT,
                Work.PAIRED_CALL);

        static final Product NARROW = new Product(
                Work.NARROW_PASS,
                Work.NARROW_TWO,
                Work.NARROW_SINGLE,
                Work.NARROW_OUTPUT,
                Work.NARROW_INPUT,
                Work.NARROW_CALL);

        static Product with(MatrixLayout layout) {
            return switch (layout) {
                case PLAIN -> PLAIN;
                case PAIRED -> PAIRED;
                case TWOFOLD, FOURFOLD -> NARROW;
            };
        }
    }

    @Override
    public Map<Work, Long> linear(IntOp.Linear op) {
        long outputs = op.weight().rows();
        long inputs = op.weight().columns();
        MatrixLayout layout = MatrixLayout.fastest(kernels, op);
        Passes passes = kernels.productPasses(layout, rows.count());
        Product product = Product.with(layout);
        Map<Work, Long> work = none();
        work.put(product.two, passes.pairs() * outputs * inputs);
        work.merge(product.pass, passes.shared() * outputs * inputs, Long::sum);
        work.put(product.single, passes.single() * outputs * inputs);
        work.put(product.output, passes.all() * outputs);
        work.put(product.input, count() * inputs);
        work.put(product.call, 1L);
        return work;
    }

    @Override
    public Map<Work, Long> attention(IntOp.Attention op) {
        long width = step.shape().width();
        Passes passes = kernels.attentionPasses(rows.count());
        long tokens = rows.tokens();
        long turns = kernels.attentionTurns(rows.count());
        Map<Work, Long> work = none();
        work.put(Work.ATTENTION_PASS, passes.shared() * tokens * width);
        work.put(Work.ATTENTION_WEIGHT, passes.shared() * tokens * op.heads());
        work.put(Work.ATTENTION_SINGLE, passes.single() * tokens * width);
        work.put(Work.ATTENTION_SINGLE_WEIGHT, passes.single() * tokens * op.heads());
        work.put(Work.ATTENTION_TURNED, turns * tokens * width);
        work.put(Work.ATTENTION_COLUMN, passes.all() * width);
        work.put(Work.ATTENTION_HEAD, (long) passes.all() * op.heads());
        work.put(Work.ATTENTION_CALL, 1L);
        return work;
    }

    @Override
    public Map<Work, Long> depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        Passes passes = kernels.convolutionPasses(rows.count());
        long channels = op.weight().rows();
        int taps = op.weight().columns();
        int together = (rows.count() - passes.single() + passes.shared() - 1) / Math.max(1, passes.shared());
        int firstSingle = rows.first() + rows.count() - passes.single();
        Map<Work, Long> work = none();
        work.put(Work.CONVOLUTION_PASS, channels * taps(rows.first() + together, together, passes.shared(), taps));
        work.put(Work.CONVOLUTION_SINGLE, channels * taps(firstSingle + 1, 1, passes.single(), taps));
        work.put(Work.CONVOLUTION_CHANNEL, passes.all() * channels);
        work.put(Work.CONVOLUTION_RESULT, results());
        work.put(
                Work.CONVOLUTION_GATHERED,
                (count() + Math.min(taps, rows.first()))
                        * graph.node(step.inputs().get(0)).shape().width());
        work.put(Work.CONVOLUTION_CALL, 1L);
        return work;
    }

    /** Taps that meet a row, of passes the first of which ends before row {@code end}. */
    private static long taps(int end, int together, int passes, int taps) {
        return IntStream.range(0, passes)
                .mapToLong(pass -> Math.min(taps, end + pass * together))
                .sum();
    }

    @Override
    public Map<Work, Long> add(IntOp.Add op) {
        Map<Work, Long> work = none();
        for (int term = 0; term < step.inputs().size(); term++) {
            work.merge(termWork(op, term), results(), Long::sum);
        }
        work.put(Work.ADD_MORE, results() * Math.max(0, step.inputs().size() - 2));
        work.put(Work.ADD_RESULT, results());
        work.put(Work.ADD_CALL, 1L);
        return work;
    }

    private Work termWork(IntOp.Add op, int term) {
        IntNode input = graph.node(step.inputs().get(term));
        if (input.quantization().precision() == Precision.I8) {
            return Work.ADD_TERM_8;
        }
        boolean asItIs = isOne(op.requantizers().get(term))
                && input.quantization().zeroPoint() == 0
                && step.quantization().precision() == Precision.I16;
        return asItIs ? Work.ADD_EXACT : Work.ADD_TERM_16;
    }

    /** Whether the factor is 2^0. */
    private static boolean isOne(Requantizer factor) {
        return factor.shift() >= 2 && factor.multipliers().at(0) == 1 << (32 - factor.shift());
    }

    private Map<Work, Long> norm(Work column, Work pass, Work call) {
        long passes = kernels.normPasses(rows.count()).all();
        Map<Work, Long> work = none();
        work.put(column, passes * step.shape().width());
        work.put(pass, passes);
        work.put(call, 1L);
        return work;
    }

    @Override
    public Map<Work, Long> layerNorm(IntOp.LayerNorm op) {
        return norm(Work.LAYER_NORM_COLUMN, Work.LAYER_NORM_PASS, Work.LAYER_NORM_CALL);
    }

    @Override
    public Map<Work, Long> rmsNorm(IntOp.RmsNorm op) {
        return norm(Work.RMS_NORM_COLUMN, Work.RMS_NORM_PASS, Work.RMS_NORM_CALL);
    }

    /** Where each channel has a function of its own that is read, too: as a second value would be. */
    @Override
    public Map<Work, Long> lookup(IntOp.Lookup op) {
        Map<Work, Long> work = none();
        work.put(Work.LOOKUP_RESULT, results() * (op.choice().isPresent() ? 2 : 1));
        work.put(Work.LOOKUP_CALL, 1L);
        return work;
    }

    private Map<Work, Long> copied(long parts) {
        Map<Work, Long> work = none();
        work.put(Work.COPY_RESULT, results());
        work.put(Work.COPY_ROW, count() * parts);
        work.put(Work.COPY_CALL, 1L);
        return work;
    }

    @Override
    public Map<Work, Long> embedding(IntOp.Embedding op) {
        return copied(1);
    }

    @Override
    public Map<Work, Long> pool(IntOp.Pool op) {
        return copied(1);
    }

    @Override
    public Map<Work, Long> concat(IntOp.Concat op) {
        return copied(step.inputs().size());
    }

    @Override
    public Map<Work, Long> mean(IntOp.Mean op) {
        Map<Work, Long> work = none();
        work.put(Work.MEAN_INPUT, results() * rows.tokens());
        work.put(Work.MEAN_RESULT, results());
        return work;
    }
}
