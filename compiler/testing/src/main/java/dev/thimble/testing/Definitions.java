package dev.thimble.testing;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Op;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Every operator by its definition, in double and in plain loops; slow, and written apart from all kernels. */
final class Definitions implements Op.Cases<double[][]> {
    private final int[] ids;
    private final List<double[][]> in;

    Definitions(int[] ids, List<double[][]> in) {
        this.ids = ids;
        this.in = in;
    }

    @Override
    public double[][] embedding(Op.Embedding op) {
        double[][] out = new double[ids.length][op.table().columns()];
        for (int j = 0; j < ids.length; j++) {
            for (int c = 0; c < out[j].length; c++) {
                out[j][c] = op.table().at(row(op.source(), j), c);
            }
        }
        return out;
    }

    private int row(IndexSource source, int j) {
        if (source instanceof IndexSource.Segment segment) {
            boolean after = false;
            for (int i = 0; i <= j; i++) {
                after |= ids[i] == segment.separatorId();
            }
            return ids[j] == segment.paddingId() ? 0 : after ? 2 : 1;
        }
        return source instanceof IndexSource.TokenId ? ids[j] : j;
    }

    @Override
    public double[][] linear(Op.Linear op) {
        return map(op.weight().rows(), (r, o) -> {
            double sum = op.bias().at(o);
            int column = 0;
            for (double[][] x : in) {
                for (double value : x[r]) {
                    sum += op.weight().at(o, column++) * value;
                }
            }
            return sum;
        });
    }

    @Override
    public double[][] layerNorm(Op.LayerNorm op) {
        return map(op.gain().size(), (r, c) -> {
            double[] x = in.get(0)[r];
            double mean = power(x, 0, 1);
            return (x[c] - mean)
                            / Math.sqrt(power(x, mean, 2) + op.epsilon())
                            * op.gain().at(c)
                    + op.bias().at(c);
        });
    }

    @Override
    public double[][] rmsNorm(Op.RmsNorm op) {
        return map(op.gain().size(), (r, c) -> {
            double[] x = in.get(0)[r];
            return x[c] / Math.sqrt(power(x, 0, 2) + op.epsilon()) * op.gain().at(c);
        });
    }

    /** The mean of (x - from)^exponent. */
    private static double power(double[] x, double from, int exponent) {
        return sum(x.length, i -> Math.pow(x[i] - from, exponent)) / x.length;
    }

    @Override
    public double[][] attention(Op.Attention op) {
        int width = in.get(0)[0].length / op.heads();
        return map(in.get(0)[0].length, (r, c) -> {
            double[] weights = softmax(scores(op, r, c / width * width, width));
            return sum(weights.length, other -> weights[other] * in.get(2)[other][c]);
        });
    }

    /** What a query's slice of the columns has in common with that of each key. */
    private double[] scores(Op.Attention op, int row, int from, int width) {
        double[] query = in.get(0)[row];
        return Arrays.stream(in.get(1))
                .mapToDouble(key -> op.scale() * sum(width, i -> query[from + i] * key[from + i]))
                .toArray();
    }

    /** Relative to the largest score, so that no exponential overflows. */
    private static double[] softmax(double[] scores) {
        double largest = Arrays.stream(scores).max().orElseThrow();
        double[] powers =
                Arrays.stream(scores).map(score -> Math.exp(score - largest)).toArray();
        double total = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / total).toArray();
    }

    private static double sum(int count, IntToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }

    @Override
    public double[][] depthwiseConv1d(Op.DepthwiseConv1d op) {
        FloatTensor weight = op.weight();
        return map(weight.rows(), (r, o) -> {
            double sum = op.bias().at(o);
            int input = o * in.get(0)[0].length / weight.rows();
            for (int i = 0; i < weight.columns() && i <= r; i++) {
                sum += weight.at(o, weight.columns() - 1 - i) * in.get(0)[r - i][input];
            }
            return sum;
        });
    }

    @Override
    public double[][] activation(Op.Activation op) {
        return map(in.get(0)[0].length, (r, c) -> activated(op.kind(), in.get(0)[r][c]));
    }

    @Override
    public double[][] channelActivation(Op.ChannelActivation op) {
        return map(in.get(0)[0].length, (r, c) -> {
            double argument = op.steps().at(c, 0) * in.get(0)[r][c] + op.steps().at(c, 1);
            return (activated(op.kind(), argument) - op.steps().at(c, 3))
                    / op.steps().at(c, 2);
        });
    }

    private static double activated(ActivationKind kind, double x) {
        return switch (kind) {
            case GELU -> x / 2 * erfc(-x / Math.sqrt(2));
            case GELU_TANH -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case RELU -> Math.max(x, 0);
            case SILU -> x / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
        };
    }

    /** 1 - erf(x), with its small values as exact as the others. */
    private static double erfc(double x) {
        if (x < 0) {
            return 2 - erfc(-x);
        }
        return x < 2 ? 1 - erf(x) : erfcOfLarge(x);
    }

    /** The Maclaurin series (Abramowitz and Stegun 7.1.5), whose terms stay below 30 up to |x| = 2. */
    private static double erf(double x) {
        double term = x;
        double sum = 0;
        for (int n = 0; n < 60; n++) {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** The continued fraction (Abramowitz and Stegun 7.1.14), from its inside out. */
    private static double erfcOfLarge(double x) {
        double fraction = x;
        for (int n = 100; n > 0; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }

    @Override
    public double[][] add(Op.Add op) {
        return map(
                in.get(0)[0].length,
                (r, c) -> in.stream().mapToDouble(x -> x[r][c]).sum());
    }

    @Override
    public double[][] weightedSum(Op.WeightedSum op) {
        return map(
                in.get(0)[0].length,
                (r, c) -> sum(in.size(), i -> op.coefficients().get(i) * in.get(i)[r][c]));
    }

    @Override
    public double[][] mean(Op.Mean op) {
        double[][] x = in.get(0);
        double[] mean = new double[x[0].length];
        for (int c = 0; c < mean.length; c++) {
            int column = c;
            mean[c] = sum(x.length, r -> x[r][column]) / x.length;
        }
        return new double[][] {mean};
    }

    @Override
    public double[][] pool(Op.Pool op) {
        return switch (op.kind()) {
            case FIRST -> new double[][] {in.get(0)[0]};
        };
    }

    private interface Element {
        double at(int row, int column);
    }

    private double[][] map(int width, Element element) {
        double[][] out = new double[in.get(0).length][width];
        for (int r = 0; r < out.length; r++) {
            for (int c = 0; c < width; c++) {
                out[r][c] = element.at(r, c);
            }
        }
        return out;
    }
}
