package dev.thimble.verify.compare;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.reference.IntMatrix;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.Trace;
import dev.thimble.device.drive.TraceRow;
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
        int[] logits = reference.logits(input, (node, matrix) -> expected.put(node.name(), matrix));
        Trace trace = device.trace(ids);
        Optional<Comparison.Difference> first = trace.rows().stream()
                .peek(row -> check(row, expected))
                .flatMap(row -> difference(before.vectors(), row, expected.get(row.value())).stream())
                .findFirst();
        return first.isPresent()
                ? before.with(first)
                : before.with(logits, trace.answer().logits());
    }

    private static void check(TraceRow row, Map<String, IntMatrix> expected) {
        IntMatrix matrix = expected.get(row.value());
        if (matrix == null
                || row.row() < 0
                || row.row() >= matrix.rows()
                || row.elements().size() != matrix.width()) {
            throw new ThimbleException(
                    ToolProblem.ANSWER_UNFIT.at("", "the device", "row " + row.row() + " of the value " + row.value()));
        }
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
