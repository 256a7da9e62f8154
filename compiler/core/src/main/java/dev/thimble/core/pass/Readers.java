package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The matrix products that read a value.
 *
 * @param graph that they belong to
 * @param value that they read
 */
public record Readers(Graph graph, Node value) {

    private List<Node> nodes() {
        return graph.consumers(value.name());
    }

    /** Those of the value of the same name in another graph. */
    public Readers in(Graph other) {
        return new Readers(other, other.node(value.name()));
    }

    /** Whether matrix products read it, and nothing else. */
    boolean areProducts() {
        return !nodes().isEmpty() && nodes().stream().allMatch(node -> node.op() instanceof Op.Linear);
    }

    /** Weights that the products have for the value. */
    long size() {
        return (long) value.shape().width()
                * nodes().stream()
                        .mapToLong(reader ->
                                starts(reader).count() * reader.shape().width())
                        .sum();
    }

    /** Whether no reader has a weight for a channel. */
    boolean ignore(int channel) {
        return nodes().stream()
                .allMatch(reader -> starts(reader).allMatch(start -> isZero(weight(reader), start + channel)));
    }

    private static FloatTensor weight(Node reader) {
        return ((Op.Linear) reader.op()).weight();
    }

    private static boolean isZero(FloatTensor matrix, int column) {
        return IntStream.range(0, matrix.rows()).allMatch(row -> matrix.at(row, column) == 0);
    }

    /** The columns where the value begins in a reader's weights: it may be more than one of its inputs. */
    private IntStream starts(Node reader) {
        List<String> inputs = reader.inputs();
        return IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i).equals(value.name()))
                .map(i -> start(inputs, i));
    }

    private int start(List<String> inputs, int input) {
        return inputs.stream().limit(input).mapToInt(this::width).sum();
    }

    private int width(String name) {
        return graph.node(name).shape().width();
    }

    /**
     * The readers when some channels are gone.
     *
     * @param kept the channels that stay
     * @param constants what each of the others always is, or 0 where no reader has a weight for it
     */
    List<Node> without(int[] kept, IntToDoubleFunction constants) {
        boolean[] stays = new boolean[value.shape().width()];
        Arrays.stream(kept).forEach(channel -> stays[channel] = true);
        return nodes().stream()
                .map(reader -> new Node(
                        reader.name(),
                        new Op.Linear(
                                Matrices.columns(weight(reader), columns(reader, kept)),
                                bias(reader, stays, constants)),
                        reader.inputs(),
                        reader.shape()))
                .toList();
    }

    private int[] columns(Node reader, int[] kept) {
        List<Integer> columns = new ArrayList<>();
        int start = 0;
        for (String input : reader.inputs()) {
            int from = start;
            IntStream channels = input.equals(value.name()) ? Arrays.stream(kept) : IntStream.range(0, width(input));
            channels.forEach(channel -> columns.add(from + channel));
            start += width(input);
        }
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    private FloatTensor bias(Node reader, boolean[] stays, IntToDoubleFunction constants) {
        double[] moved = new double[reader.shape().width()];
        starts(reader)
                .forEach(start -> IntStream.range(0, stays.length)
                        .filter(channel -> !stays[channel])
                        .forEach(channel ->
                                addTimes(weight(reader), start + channel, constants.applyAsDouble(channel), moved)));
        FloatTensor bias = ((Op.Linear) reader.op()).bias();
        return bias.with(row -> bias.at(row) + moved[row]);
    }

    /**
     * The weights that the products have for the value: a row for each of their outputs, and another where the value is
     * more than one of a product's inputs; a column for each channel.
     */
    public double[][] weights() {
        List<double[]> rows = new ArrayList<>();
        int width = value.shape().width();
        for (Node reader : nodes()) {
            FloatTensor weight = weight(reader);
            starts(reader)
                    .forEach(start -> IntStream.range(0, weight.rows())
                            .mapToObj(row -> IntStream.range(start, start + width)
                                    .mapToDouble(column -> weight.at(row, column))
                                    .toArray())
                            .forEach(rows::add));
        }
        return rows.toArray(double[][]::new);
    }

    /**
     * The graph with other weights for the value.
     *
     * @param weights as many, in the order of {@link #weights()}
     * @param more what is added to the bias of each row
     */
    public Graph with(double[][] weights, double[] more) {
        List<Node> changed = new ArrayList<>();
        int next = 0;
        for (Node reader : nodes()) {
            Op.Linear op = (Op.Linear) reader.op();
            for (int start : starts(reader).toArray()) {
                op = with(
                        op,
                        start,
                        Arrays.copyOfRange(weights, next, next + op.weight().rows()));
                int first = next;
                FloatTensor bias = op.bias();
                op = new Op.Linear(op.weight(), bias.with(row -> bias.at(row) + more[first + row]));
                next += op.weight().rows();
            }
            changed.add(new Node(reader.name(), op, reader.inputs(), reader.shape()));
        }
        return Matrices.replaced(graph, changed);
    }

    private static Op.Linear with(Op.Linear op, int start, double[][] weights) {
        int columns = op.weight().columns();
        return new Op.Linear(
                op.weight().with(i -> {
                    int channel = i % columns - start;
                    double[] row = weights[i / columns];
                    return channel >= 0 && channel < row.length
                            ? row[channel]
                            : op.weight().at(i);
                }),
                op.bias());
    }

    private static void addTimes(FloatTensor weight, int column, double constant, double[] sums) {
        for (int row = 0; row < sums.length; row++) {
            sums[row] += constant * weight.at(row, column);
        }
    }
}
