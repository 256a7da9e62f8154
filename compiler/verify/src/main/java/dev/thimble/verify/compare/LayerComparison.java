package dev.thimble.verify.compare;

import dev.thimble.core.reference.IntMatrix;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.verify.drive.Device;
import dev.thimble.verify.drive.TraceRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares every value that the device computes, and names the first that differs in the order of computation. */
public final class LayerComparison {
    private LayerComparison() {}

    /** The comparison with one more input, all of whose values were compared. */
    public static Comparison add(Comparison before, IntegerExecutor reference, Device device, List<Integer> ids) {
        Map<String, IntMatrix> expected = new HashMap<>();
        int[] input = ids.stream().mapToInt(Integer::intValue).toArray();
        reference.logits(input, (node, matrix) -> expected.put(node.name(), matrix));
        Optional<Comparison.Difference> first = device.trace(ids).rows().stream()
                .flatMap(row -> difference(before.vectors(), row, expected.get(row.value())).stream())
                .findFirst();
        return before.with(first);
    }

    private static Optional<Comparison.Difference> difference(int vector, TraceRow row, IntMatrix expected) {
        for (int column = 0; column < row.elements().size(); column++) {
            int wanted = expected.at(row.row(), column);
            int got = row.elements().get(column);
            if (wanted != got) {
                String where = row.value() + "[" + row.row() + "][" + column + "]";
                return Optional.of(new Comparison.Difference(vector, where, wanted, got));
            }
        }
        return Optional.empty();
    }
}
