package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What passes make of constants. Sums are kept in double and rounded once. */
final class Matrices {
    private Matrices() {}

    private static FloatTensor matrix(String name, int rows, int columns, IntToDoubleFunction value) {
        return FloatTensor.matrix(name, rows, columns, new float[rows * columns])
                .with(value);
    }

    private static FloatTensor vector(String name, int size, IntToDoubleFunction value) {
        return FloatTensor.vector(name, new float[size]).with(value);
    }

    static FloatTensor zeros(String name, int size) {
        return FloatTensor.vector(name, new float[size]);
    }

    static FloatTensor rows(String name, FloatTensor matrix, int from, int count) {
        int columns = matrix.columns();
        return matrix(name, count, columns, i -> matrix.at(from * columns + i));
    }

    static FloatTensor columns(String name, FloatTensor matrix, int from, int count) {
        return matrix(name, matrix.rows(), count, i -> matrix.at(i / count, from + i % count));
    }

    static FloatTensor part(String name, FloatTensor vector, int from, int count) {
        return vector(name, count, i -> vector.at(from + i));
    }

    /** These rows, in the order of the list, under the matrix's own name. */
    static FloatTensor rows(FloatTensor matrix, int[] rows) {
        int columns = matrix.columns();
        return matrix(matrix.name(), rows.length, columns, i -> matrix.at(rows[i / columns], i % columns));
    }

    /** These columns, in the order of the list, under the matrix's own name. */
    static FloatTensor columns(FloatTensor matrix, int[] columns) {
        return matrix(
                matrix.name(),
                matrix.rows(),
                columns.length,
                i -> matrix.at(i / columns.length, columns[i % columns.length]));
    }

    /** These values, in the order of the list, under the vector's own name. */
    static FloatTensor part(FloatTensor vector, int[] places) {
        return vector(vector.name(), places.length, i -> vector.at(places[i]));
    }

    static boolean isZeroRow(FloatTensor matrix, int row) {
        return IntStream.range(0, matrix.columns()).allMatch(column -> matrix.at(row, column) == 0);
    }

    /** The graph with nodes in the place of those of the same names. */
    static Graph replaced(Graph graph, List<Node> changed) {
        Map<String, Node> byName = new HashMap<>();
        changed.forEach(node -> byName.put(node.name(), node));
        return graph.withNodes(graph.nodes().stream()
                .map(node -> byName.getOrDefault(node.name(), node))
                .toList());
    }

    static FloatTensor transposed(FloatTensor matrix) {
        int columns = matrix.rows();
        return matrix(matrix.name(), matrix.columns(), columns, i -> matrix.at(i % columns, i / columns));
    }

    /** Ones where row and column are the same, else zeros. */
    static FloatTensor identity(String name, int size) {
        return matrix(name, size, size, i -> i / size == i % size ? 1 : 0);
    }

    /** Matrices of as many rows each, one after the other in every row. */
    static FloatTensor sideBySide(String name, List<FloatTensor> matrices) {
        int rows = matrices.get(0).rows();
        float[] values = new float[matrices.stream().mapToInt(FloatTensor::size).sum()];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            for (FloatTensor matrix : matrices) {
                for (int column = 0; column < matrix.columns(); column++) {
                    values[next++] = matrix.at(row, column);
                }
            }
        }
        return FloatTensor.matrix(name, rows, values.length / rows, values);
    }

    /** The sum of tensors of one shape, under a name of its own. */
    static FloatTensor sum(String name, List<FloatTensor> tensors) {
        FloatTensor first = tensors.get(0);
        IntToDoubleFunction sum = i -> sumAt(tensors, i);
        return first.dims().size() == 1
                ? vector(name, first.size(), sum)
                : matrix(name, first.rows(), first.columns(), sum);
    }

    /** In the order of the list: a stream of doubles may add in another. */
    private static double sumAt(List<FloatTensor> tensors, int index) {
        double sum = 0;
        for (FloatTensor tensor : tensors) {
            sum += tensor.at(index);
        }
        return sum;
    }

    /** left · right. */
    static FloatTensor product(String name, FloatTensor left, FloatTensor right) {
        int columns = right.columns();
        return matrix(name, left.rows(), columns, i -> dot(left, i / columns, right, i % columns));
    }

    /** left · vector + more. */
    static FloatTensor productPlus(String name, FloatTensor left, FloatTensor vector, FloatTensor more) {
        return vector(name, left.rows(), i -> dot(left, i, vector, 0) + more.at(i));
    }

    private static double dot(FloatTensor left, int row, FloatTensor right, int column) {
        double sum = 0;
        for (int k = 0; k < left.columns(); k++) {
            sum += (double) left.at(row, k) * right.at(k, column);
        }
        return sum;
    }
}
