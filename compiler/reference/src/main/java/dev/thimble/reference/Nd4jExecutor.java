package dev.thimble.reference;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.exec.FloatObserver;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a float graph on ND4J, operator by operator, on one thread. Constants are copied to native memory once; what a
 * run allocates lies in a workspace that is used again for the next, so a long evaluation leaves no garbage.
 */
public final class Nd4jExecutor implements FloatExecutor {
    private static final WorkspaceConfiguration SCRATCH = WorkspaceConfiguration.builder()
            .initialSize(16L << 20)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.OVER_TIME)
            .cyclesBeforeInitialization(4)
            .overallocationLimit(0.5)
            .policySpill(SpillPolicy.EXTERNAL)
            .build();
    private static final String WORKSPACE = "thimble";
    private static final FloatObserver NOBODY = (node, rows, values) -> {};

    private final Graph graph;
    private final List<Step> steps;

    /**
     * One node, ready to run.
     *
     * @param inputs indices of earlier steps
     */
    private record Step(Node node, Kernel kernel, List<Integer> inputs) {}

    /** Copies the graph's constants. The first executor of a process starts ND4J, which takes about a second. */
    public Nd4jExecutor(Graph graph) {
        Nd4jRuntime.start();
        this.graph = graph;
        steps = steps(graph);
    }

    private static List<Step> steps(Graph graph) {
        Kernels kernels = new Kernels();
        Map<String, Integer> index = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Node node : graph.nodes()) {
            List<Integer> inputs = node.inputs().stream().map(index::get).toList();
            index.put(node.name(), steps.size());
            steps.add(new Step(node, node.op().match(kernels), inputs));
        }
        return List.copyOf(steps);
    }

    @Override
    public float[] logits(int[] ids) {
        return logits(ids, NOBODY);
    }

    @Override
    @SuppressWarnings("try") // open while the run allocates; nothing calls it
    public float[] logits(int[] ids, FloatObserver observer) {
        graph.checkIds(ids);
        try (MemoryWorkspace scratch = Nd4j.getWorkspaceManager().getAndActivateWorkspace(SCRATCH, WORKSPACE)) {
            return run(ids, observer);
        }
    }

    private float[] run(int[] ids, FloatObserver observer) {
        List<INDArray> values = new ArrayList<>(steps.size());
        for (Step step : steps) {
            List<INDArray> inputs = step.inputs().stream().map(values::get).toList();
            INDArray value = step.kernel().run(ids, inputs);
            values.add(value);
            if (observer != NOBODY) {
                observer.value(step.node(), value.rows(), Arrays2d.values(value));
            }
        }
        return Arrays2d.values(values.get(values.size() - 1));
    }
}
