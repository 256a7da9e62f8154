package dev.thimble.core.target;

import java.util.List;
import java.util.Map;

/**
 * What the work of a kernel set costs on a core, as it was measured; whole numbers, so that an estimate is the same
 * everywhere.
 *
 * @param kernels that were measured
 * @param cpu the core that they were measured on, such as Cortex-M4
 * @param unit what of
 * @param thousandths the price of each piece of work in thousandths of the unit; what is missing costs nothing
 */
public record CostTable(KernelSet kernels, String cpu, CostUnit unit, Map<Work, Integer> thousandths) {
    /** What prices are multiplied by. */
    public static final int SCALE = 1000;

    /** Copies the map. */
    public CostTable {
        thousandths = Map.copyOf(thousandths);
    }

    /** Every table that there is. */
    public static List<CostTable> all() {
        return MeasuredCosts.TABLES;
    }

    /** That of a set on a core; where the two were not measured together, the first of the set. */
    public static CostTable of(KernelSet kernels, String cpu) {
        List<CostTable> own =
                all().stream().filter(table -> table.kernels() == kernels).toList();
        return own.stream().filter(table -> table.cpu().equals(cpu)).findFirst().orElse(own.get(0));
    }

    /** What so much work costs, in thousandths. */
    public long cost(Map<Work, Long> work) {
        return work.entrySet().stream()
                .mapToLong(piece -> piece.getValue() * thousandths.getOrDefault(piece.getKey(), 0))
                .sum();
    }
}
