package dev.thimble.cli.run;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.pipeline.ExampleIds;
import dev.thimble.tokenizer.Encoding;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.Example;
import java.util.List;
import java.util.stream.IntStream;

/** The integer reference. */
public final class ReferenceTarget implements Target {
    private final Graph graph;
    private final Tokenizer tokenizer;
    private final IntegerExecutor executor;
    private final Quantization output;

    /** A target for an integer graph; the float graph tells what ids there are. */
    public ReferenceTarget(IntGraph integers, Graph graph, Tokenizer tokenizer) {
        this.graph = graph;
        this.tokenizer = tokenizer;
        this.executor = new IntegerExecutor(integers);
        this.output = integers.output().quantization();
    }

    @Override
    public Reply answer(Example example) {
        Encoding encoding = ExampleIds.of(example, tokenizer, graph);
        int[] ids = encoding.ids().stream().mapToInt(Integer::intValue).toArray();
        List<Integer> integers = IntStream.of(executor.logits(ids)).boxed().toList();
        List<Double> logits = integers.stream().map(output::real).toList();
        return new Reply(Reply.largest(integers), logits, integers, encoding.ids(), encoding.truncated(), 0, 0);
    }
}
