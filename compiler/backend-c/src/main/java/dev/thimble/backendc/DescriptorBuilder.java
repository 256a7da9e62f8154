package dev.thimble.backendc;

import dev.thimble.backendc.model.CDescriptor;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.integer.RowScale;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.target.PackedRows;
import dev.thimble.core.target.Section;
import java.util.List;
import java.util.stream.IntStream;

/** The descriptor of one node; its arrays go into the pool. */
record DescriptorBuilder(IntNode node, List<IntNode> inputs, ConstantPool pool, Schedule schedule)
        implements IntOp.Cases<CDescriptor> {

    private String name(String part) {
        return node.name() + "." + part;
    }

    private String weight(String part, IntTensor tensor) {
        return pool.array(name(part), tensor, Section.WEIGHTS);
    }

    private String table(String part, IntTensor tensor) {
        return pool.array(name(part), tensor, Section.TABLES);
    }

    private String multiplier(Requantizer requantizer, int columns) {
        IntTensor all = requantizer.multipliers();
        if (all.size() == columns) {
            return table("multiplier", all);
        }
        throw new IllegalArgumentException(node.name() + ": " + all.size() + " multipliers for " + columns);
    }

    private String signed(String part, int value) {
        return pool.signed(name(part), value);
    }

    private String unsigned(String part, long value) {
        return pool.unsigned(name(part), value);
    }

    private String zeroPoint() {
        return signed("zero_point", node.quantization().added());
    }

    @Override
    public CDescriptor embedding(IntOp.Embedding op) {
        return op.bits().isPresent() ? packed(op) : plain(op);
    }

    /** Only tables of tokens are packed. */
    private CDescriptor packed(IntOp.Embedding op) {
        PackedRows rows = PackedRows.of(op);
        return new CDescriptor.PackedEmbedding(
                weight("table", rows.rows()),
                weight("factors", op.factors().orElseThrow()),
                weight("blocks", rows.blocks()),
                op.table().columns(),
                op.table().rows());
    }

    private CDescriptor plain(IntOp.Embedding op) {
        String table = weight("table", op.table());
        String factors = op.factors().map(each -> weight("factors", each)).orElse("NULL");
        int width = op.table().columns();
        if (op.source() instanceof IndexSource.Segment segment) {
            return new CDescriptor.Embedding(
                    "segment", table, factors, width, segment.paddingId(), segment.separatorId());
        }
        String source = op.source() instanceof IndexSource.TokenId ? "token" : "position";
        return new CDescriptor.Embedding(source, table, factors, width, 0, 0);
    }

    @Override
    public CDescriptor linear(IntOp.Linear op) {
        MatrixLayout layout = schedule.layout(op);
        return new CDescriptor.Linear(
                kernel(layout),
                layout == MatrixLayout.PLAIN,
                weight("weight", layout.weights(op)),
                weight("bias", op.bias()),
                multiplier(op.requantizer(), op.weight().rows()),
                op.weight().columns(),
                op.weight().rows(),
                layout == MatrixLayout.PLAIN
                        ? unsigned("shift", op.requantizer().shift())
                        : "0u",
                zeroPoint());
    }

    /** The kernel of a layout, without the precision of its results. */
    private static String kernel(MatrixLayout layout) {
        return switch (layout) {
            case PLAIN -> "linear";
            case PAIRED -> "linear_paired";
            case TWOFOLD -> "linear_twofold";
            case FOURFOLD -> "linear_fourfold";
        };
    }

    @Override
    public CDescriptor layerNorm(IntOp.LayerNorm op) {
        return norm("layer", op.gain(), op.bias(), op.scale());
    }

    @Override
    public CDescriptor rmsNorm(IntOp.RmsNorm op) {
        return norm("rms", op.gain(), op.bias(), op.scale());
    }

    private CDescriptor norm(String kind, IntTensor gain, IntTensor bias, RowScale scale) {
        return new CDescriptor.Norm(
                kind,
                weight("gain", gain),
                weight("bias", bias),
                pool.wide(name("epsilon"), scale.epsilon()),
                unsigned("numerator", scale.numerator()),
                signed("numerator_fraction", scale.numeratorFraction()),
                signed("fraction", scale.fraction()),
                gain.size());
    }

    @Override
    public CDescriptor attention(IntOp.Attention op) {
        return new CDescriptor.Attention(
                node.shape().width(),
                op.heads(),
                signed("exponent_multiplier", op.exponent().multipliers().at(0)),
                unsigned("exponent_shift", op.exponent().shift()),
                unsigned("numerator", op.numerator()),
                unsigned("shift", op.shift()),
                zeroPoint());
    }

    @Override
    public CDescriptor depthwiseConv1d(IntOp.DepthwiseConv1d op) {
        return new CDescriptor.Convolution(
                weight("weight", op.weight()),
                weight("bias", op.bias()),
                multiplier(op.requantizer(), op.weight().rows()),
                inputs.get(0).shape().width(),
                op.weight().rows(),
                op.weight().columns(),
                unsigned("shift", op.requantizer().shift()),
                zeroPoint());
    }

    @Override
    public CDescriptor lookup(IntOp.Lookup op) {
        String table = table("table", op.table());
        return op.choice()
                .<CDescriptor>map(choice -> new CDescriptor.ChosenLookup(
                        table, table("choice", choice), op.table().rows()))
                .orElseGet(() -> new CDescriptor.Lookup(table));
    }

    @Override
    public CDescriptor add(IntOp.Add op) {
        List<CDescriptor.Term> terms =
                IntStream.range(0, inputs.size()).mapToObj(i -> term(op, i)).toList();
        return new CDescriptor.Add(terms, zeroPoint());
    }

    private CDescriptor.Term term(IntOp.Add op, int index) {
        Requantizer requantizer = op.requantizers().get(index);
        Quantization input = inputs.get(index).quantization();
        String term = "term" + index + "_";
        return new CDescriptor.Term(
                signed(term + "zero_point", input.zeroPoint()),
                unsigned(term + "shift", requantizer.shift()),
                signed(term + "multiplier", requantizer.multipliers().at(0)),
                input.precision().bits());
    }

    @Override
    public CDescriptor mean(IntOp.Mean op) {
        return new CDescriptor.Mean(
                node.shape().width(),
                signed("input_zero_point", inputs.get(0).quantization().zeroPoint()),
                signed("numerator", op.numerator()),
                unsigned("shift", op.shift()),
                zeroPoint());
    }

    @Override
    public CDescriptor pool(IntOp.Pool op) {
        return new CDescriptor.Pool();
    }

    @Override
    public CDescriptor concat(IntOp.Concat op) {
        return new CDescriptor.Concat(
                inputs.stream().map(input -> input.shape().width()).toList());
    }
}
