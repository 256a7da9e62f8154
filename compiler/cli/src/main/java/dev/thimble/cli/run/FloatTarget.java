package dev.thimble.cli.run;

import dev.thimble.core.exec.FloatExecutor;
import dev.thimble.core.ir.Graph;
import dev.thimble.pipeline.ExampleIds;
import dev.thimble.reference.Nd4jExecutor;
import dev.thimble.tokenizer.Encoding;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.Example;
import java.util.ArrayList;
import java.util.List;

/** The float reference. */
public final class FloatTarget implements Target {
    private final Graph graph;
    private final Tokenizer tokenizer;
    private final FloatExecutor executor;

    /** A target for a float graph. */
    public FloatTarget(Graph graph, Tokenizer tokenizer) {
        this(graph, tokenizer, new Nd4jExecutor(graph));
    }

    /** A target for a float graph that is run in another way. */
    public FloatTarget(Graph graph, Tokenizer tokenizer, FloatExecutor executor) {
        this.graph = graph;
        this.tokenizer = tokenizer;
        this.executor = executor;
    }

    @Override
    public Reply answer(Example example) {
        Encoding encoding = ExampleIds.of(example, tokenizer, graph);
        List<Double> logits = new ArrayList<>();
        for (float logit : executor.logits(
                encoding.ids().stream().mapToInt(Integer::intValue).toArray())) {
            logits.add((double) logit);
        }
        return new Reply(Reply.largest(logits), logits, List.of(), encoding.ids(), encoding.truncated(), 0, 0);
    }
}
