package dev.thimble.cli.bench;

import dev.thimble.device.cycles.Cycles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All steps of one operator in one inference.
 *
 * @param op the operator
 * @param instructions of all its steps
 * @param cycles where they are estimated
 * @param macs multiply-accumulates of all its steps
 * @param elements integers that they made
 */
record KernelCost(String op, long instructions, Optional<Cycles> cycles, long macs, long elements) {

    /** The kernels of a run, in the order in which they first ran. */
    static List<KernelCost> of(BenchRun run) {
        Map<String, KernelCost> kernels = new LinkedHashMap<>();
        run.layers().stream()
                .filter(LayerCost::isStep)
                .map(layer -> new KernelCost(
                        layer.op(), layer.instructions(), layer.cycles(), layer.macs(), layer.elements()))
                .forEach(kernel -> kernels.merge(kernel.op(), kernel, KernelCost::plus));
        return List.copyOf(kernels.values());
    }

    private KernelCost plus(KernelCost other) {
        return new KernelCost(
                op,
                instructions + other.instructions,
                cycles.flatMap(own -> other.cycles.map(own::plus)),
                macs + other.macs,
                elements + other.elements);
    }

    /** What the cost is divided by. */
    String unit() {
        return macs > 0 ? "multiply-accumulate" : "element";
    }

    /** Instructions for each. */
    double each() {
        return (double) instructions / count();
    }

    /** Cycles for each, where they are estimated. */
    Optional<Double> cyclesEach() {
        return cycles.map(all -> (double) all.cycles() / count());
    }

    private long count() {
        return macs > 0 ? macs : elements;
    }
}
