package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import java.util.List;

/** The one place that says which passes run, in which order. */
public final class Passes {
    private static final List<Pass> ALL = List.of(
            new FoldCoefficients(),
            new AbsorbKeysAndValues(),
            new ComposeLinears(),
            new FlattenSums(),
            new JoinLinears(),
            new CentreBeforeNorms(),
            new MoveOffsets());

    private Passes() {}

    /** The graph as the quantiser wants it. */
    public static Graph prepare(Graph graph) {
        Graph prepared = graph;
        for (Pass pass : ALL) {
            prepared = pass.run(prepared);
        }
        return prepared;
    }
}
