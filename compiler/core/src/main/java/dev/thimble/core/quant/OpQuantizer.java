package dev.thimble.core.quant;

import dev.thimble.core.exec.Activations;
import dev.thimble.core.integer.Exponential;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.NarrowWeights;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.integer.RowScale;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The quantisation rule of each operator: real constants and scales in, integer constants out. Formulas:
 * docs/numerics.md.
 *
 * @param name the node
 * @param parts what is read of its operands, already in the quantisation that the operator needs
 * @param format the quantisation of its result
 * @param maxTokens the longest sequence, for bounds
 * @param calibration what was seen of the graph's values, and what searches found for its constants
 * @param options the quantiser's
 * @param means of the operands' columns on calibration data; empty where biases are not corrected
 */
record OpQuantizer(
        String name,
        List<Part> parts,
        Quantization format,
        int maxTokens,
        Calibration calibration,
        QuantizerOptions options,
        List<Double> means)
        implements Op.Cases<IntOp> {

    private static final double LOG2_E = 1 / StrictMath.log(2);

    /** What an operator's rule needs of all its inputs. */
    static InputNeed need(Op op) {
        return op.match(new Needs());
    }

    private Quantization input(int index) {
        return value(index).quantization();
    }

    private IntNode value(int index) {
        return parts.get(index).value();
    }

    @Override
    public IntOp embedding(Op.Embedding op) {
        if (options.packs(op)) {
            EmbeddingTable packed =
                    calibration.constants().packed(op.table(), format.precision(), options.embeddingBits());
            return new IntOp.Embedding(op.source(), packed.integers(), packed.factors(), packed.bits());
        }
        if (format.precision() == Precision.I8) {
            return new IntOp.Embedding(
                    op.source(), calibration.constants().whole(op.table()).integers());
        }
        EmbeddingTable byRow = calibration.constants().byRow(op.table());
        return new IntOp.Embedding(op.source(), byRow.integers(), byRow.factors());
    }

    @Override
    public IntOp linear(Op.Linear op) {
        if (options.narrow().contains(name) && Part.areWhole(parts)) {
            Products narrow =
                    linear(op, (weight, floors) -> calibration.constants().narrow(weight, floors, moments()));
            if (NarrowWeights.fit(narrow.weight(), narrow.requantizer())) {
                return new IntOp.Linear(
                        narrow.weight(), narrow.bias(), narrow.requantizer(), Optional.of(NarrowWeights.BITS));
            }
        }
        Products products = linear(
                op,
                (weight, floors) ->
                        FineWeights.of(weight, calibration.constants().perRow(weight, floors), parts));
        return new IntOp.Linear(products.weight(), products.bias(), products.requantizer());
    }

    private Products linear(Op.Linear op, Products.Rounding rounding) {
        return parts.size() == 1
                ? products(op.weight(), op.bias(), (row, column) -> mean(column), rounding)
                : joined(op.weight(), op.bias(), rounding);
    }

    /** Moments of the inputs side by side, as the weights meet them. */
    private double[][] moments() {
        double[][] real = calibration.moments(name);
        if (parts.size() == 1) {
            return real;
        }
        double[] scales = columns().stream().mapToDouble(Quantization::scale).toArray();
        double[][] steps = new double[scales.length][scales.length];
        for (int i = 0; i < scales.length; i++) {
            for (int j = 0; j < scales.length; j++) {
                steps[i][j] = real[i][j] / (scales[i] * scales[j]);
            }
        }
        return steps;
    }

    /** The quantisation of each column of the inputs side by side. */
    private List<Quantization> columns() {
        return parts.stream()
                .map(Part::value)
                .flatMap(input -> Collections.nCopies(input.shape().width(), input.quantization()).stream())
                .toList();
    }

    /**
     * The product of inputs side by side, each in its own quantisation: their scales become part of the weights, so
     * that a step of any of them is 1.
     */
    private Products joined(FloatTensor weight, FloatTensor bias, Products.Rounding rounding) {
        List<Quantization> columns = columns();
        FloatTensor scaled =
                weight.with(i -> weight.at(i) * columns.get(i % columns.size()).scale());
        Products.Multiplicand steps = new Products.Multiplicand(
                1,
                column -> columns.get(column).zeroPoint(),
                (row, column) -> mean(column) / columns.get(column).scale());
        return Products.of(name, scaled, bias, steps, format, rounding);
    }

    @Override
    public IntOp depthwiseConv1d(Op.DepthwiseConv1d op) {
        int group = op.weight().rows() / value(0).shape().width();
        Products products =
                products(op.weight(), op.bias(), (row, tap) -> mean(row / group), calibration.constants()::perRow);
        return new IntOp.DepthwiseConv1d(products.weight(), products.bias(), products.requantizer());
    }

    private Products products(
            FloatTensor weight, FloatTensor bias, Products.MeanInput meanInput, Products.Rounding rounding) {
        return Products.of(name, weight, bias, Products.Multiplicand.of(input(0), meanInput), format, rounding);
    }

    private double mean(int column) {
        return means.isEmpty() ? 0 : means.get(column);
    }

    @Override
    public IntOp layerNorm(Op.LayerNorm op) {
        RowScale scale = RowScale.of(op.gain().size(), op.epsilon(), input(0).scale());
        return new IntOp.LayerNorm(scale, gains(op.gain(), scale), biases(op.bias()));
    }

    @Override
    public IntOp rmsNorm(Op.RmsNorm op) {
        RowScale scale = RowScale.of(op.gain().size(), op.epsilon(), input(0).scale());
        IntTensor bias = biases(op.gain().with(i -> 0));
        return new IntOp.RmsNorm(
                scale, gains(op.gain(), scale), IntTensor.vector(name + ".bias", Precision.I32, bias.toArray()));
    }

    private IntTensor gains(FloatTensor gain, RowScale scale) {
        double unit = Math.scalb(1.0, 32 + RowScale.RESULT_FRACTION - scale.fraction()) / format.scale();
        return integers(gain, unit, 0);
    }

    /** Half a step for the last shift's rounding, and the zero point, are part of the bias. */
    private IntTensor biases(FloatTensor bias) {
        double unit = Math.scalb(1.0, RowScale.RESULT_FRACTION);
        return integers(bias, unit / format.scale(), unit * format.zeroPoint() + unit / 2);
    }

    /** round(value · unit + offset), within 2^30: far beyond what survives the saturation of the result. */
    private static IntTensor integers(FloatTensor tensor, double unit, double offset) {
        double limit = Math.scalb(1.0, 30);
        int[] values = IntStream.range(0, tensor.size())
                .map(i -> (int) Math.rint(Math.max(-limit, Math.min(limit, tensor.at(i) * unit + offset))))
                .toArray();
        return IntTensor.vector(tensor.name(), Precision.I32, values);
    }

    @Override
    public IntOp attention(Op.Attention op) {
        double scoreScale = input(0).scale() * input(1).scale() * op.scale();
        Requantizer exponent = Requantizer.of(name + ".exponent", scoreScale * LOG2_E * Exponential.STEPS);
        double gain = input(2).scale() / format.scale();
        int shift = Math.max(0, Math.getExponent(gain) + 1);
        long numerator = Math.min(0xFFFF_FFFFL, Math.round(Math.scalb(gain, 32 - shift)));
        int headWidth = value(0).shape().width() / op.heads();
        AccumulatorBounds.checkAttention(name, headWidth, maxTokens, exponent.shift(), shift);
        return new IntOp.Attention(op.heads(), exponent, numerator, shift);
    }

    @Override
    public IntOp activation(Op.Activation op) {
        int[] table = IntStream.rangeClosed(Precision.I8.min(), Precision.I8.max())
                .map(q -> format.quantize(Activations.apply(op.kind(), input(0).real(q))))
                .toArray();
        return new IntOp.Lookup(IntTensor.vector(name + ".table", Precision.I8, table));
    }

    /**
     * Channels of the same steps have one table. There are as many tables whatever the training, so that the image of
     * another has the same size.
     */
    @Override
    public IntOp channelActivation(Op.ChannelActivation op) {
        List<List<Float>> steps = IntStream.range(0, op.steps().rows())
                .mapToObj(channel -> IntStream.range(0, Op.ChannelActivation.COLUMNS)
                        .mapToObj(column -> op.steps().at(channel, column))
                        .toList())
                .toList();
        List<List<Float>> distinct = steps.stream().distinct().toList();
        int[] table = new int[Math.max(Op.ChannelActivation.MOST_RANGES, distinct.size()) * IntOp.Lookup.ENTRIES];
        for (int function = 0; function < distinct.size(); function++) {
            fill(table, function * IntOp.Lookup.ENTRIES, op, steps.indexOf(distinct.get(function)));
        }
        int[] choice = steps.stream().mapToInt(distinct::indexOf).toArray();
        return new IntOp.Lookup(
                IntTensor.of(
                        name + ".table",
                        Precision.I8,
                        List.of(table.length / IntOp.Lookup.ENTRIES, IntOp.Lookup.ENTRIES),
                        table),
                Optional.of(IntTensor.vector(name + ".choice", Precision.I8, choice)));
    }

    private void fill(int[] table, int at, Op.ChannelActivation op, int channel) {
        for (int i = 0; i < IntOp.Lookup.ENTRIES; i++) {
            double x = op.argument(channel, input(0).real(i + Precision.I8.min()));
            table[at + i] = format.quantize(op.result(channel, Activations.apply(op.kind(), x)));
        }
    }

    @Override
    public IntOp add(Op.Add op) {
        return sum(Collections.nCopies(parts.size(), 1.0));
    }

    @Override
    public IntOp weightedSum(Op.WeightedSum op) {
        return sum(op.coefficients());
    }

    private IntOp sum(List<Double> coefficients) {
        List<Requantizer> requantizers = new ArrayList<>();
        double bound = 0;
        for (int i = 0; i < parts.size(); i++) {
            double factor = coefficients.get(i) * input(i).scale() / format.scale();
            Requantizer requantizer = Requantizer.of(name + ".multiplier" + i, factor);
            AccumulatorBounds.check(name, input(i).maxMagnitude(), requantizer.shift());
            bound += input(i).maxMagnitude() * Math.abs(factor) + 1;
            requantizers.add(requantizer);
        }
        AccumulatorBounds.check(name, (long) Math.ceil(bound), 0);
        return new IntOp.Add(requantizers);
    }

    @Override
    public IntOp mean(Op.Mean op) {
        double gain = input(0).scale() / format.scale();
        int shift = Math.max(0, Math.getExponent(gain) + 2);
        int numerator = (int) Math.min(Integer.MAX_VALUE, Math.round(Math.scalb(gain, 32 - shift)));
        AccumulatorBounds.check(name, (long) input(0).maxMagnitude() * maxTokens, shift);
        return new IntOp.Mean(numerator, shift);
    }

    @Override
    public IntOp pool(Op.Pool op) {
        return new IntOp.Pool(op.kind());
    }

    private static final class Needs implements Op.Cases<InputNeed> {
        @Override
        public InputNeed embedding(Op.Embedding op) {
            return InputNeed.ANY;
        }

        @Override
        public InputNeed linear(Op.Linear op) {
            return InputNeed.I8;
        }

        @Override
        public InputNeed layerNorm(Op.LayerNorm op) {
            return InputNeed.I16;
        }

        @Override
        public InputNeed rmsNorm(Op.RmsNorm op) {
            return InputNeed.I16;
        }

        @Override
        public InputNeed attention(Op.Attention op) {
            return InputNeed.I8_SYMMETRIC;
        }

        @Override
        public InputNeed depthwiseConv1d(Op.DepthwiseConv1d op) {
            return InputNeed.I8_SYMMETRIC;
        }

        @Override
        public InputNeed activation(Op.Activation op) {
            return InputNeed.I8;
        }

        @Override
        public InputNeed channelActivation(Op.ChannelActivation op) {
            return InputNeed.I8;
        }

        @Override
        public InputNeed add(Op.Add op) {
            return InputNeed.ANY;
        }

        @Override
        public InputNeed weightedSum(Op.WeightedSum op) {
            return InputNeed.ANY;
        }

        @Override
        public InputNeed mean(Op.Mean op) {
            return InputNeed.I8;
        }

        @Override
        public InputNeed pool(Op.Pool op) {
            return InputNeed.ANY;
        }
    }
}
