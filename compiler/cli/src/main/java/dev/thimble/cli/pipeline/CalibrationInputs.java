package dev.thimble.cli.pipeline;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Op;
import dev.thimble.core.model.Model;
import dev.thimble.core.tokenizer.Tokenizer;
import dev.thimble.verify.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The token sequences that scales are taken from. */
final class CalibrationInputs {
    /** Sequences beyond this many change no scale that matters. */
    static final int MOST = 512;

    private static final int RANDOM = 64;
    private static final long SEED = 20_240_229;

    private CalibrationInputs() {}

    /** At most {@link #MOST} examples, spread evenly over the file: files are often sorted by label. */
    static List<List<Integer>> of(List<Example> examples, Tokenizer tokenizer, Graph graph) {
        return Spread.over(examples, MOST).stream()
                .map(example -> ExampleIds.of(example, tokenizer, graph).ids())
                .toList();
    }

    /** Random ids of many lengths, for want of sentences; ids, lengths and order are the same every time. */
    static List<List<Integer>> random(Model model) {
        SplittableRandom random = new SplittableRandom(SEED);
        int vocabulary = vocabulary(model.graph());
        List<List<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < RANDOM; i++) {
            int length = 1 + random.nextInt(Math.min(model.graph().maxTokens(), 32));
            inputs.add(IntStream.range(0, length)
                    .mapToObj(j -> random.nextInt(vocabulary))
                    .toList());
        }
        return inputs;
    }

    /** The number of token ids that a graph can look up. */
    static int vocabulary(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof Op.Embedding)
                .map(node -> (Op.Embedding) node.op())
                .filter(op -> op.source() instanceof IndexSource.TokenId)
                .mapToInt(op -> op.table().rows())
                .min()
                .orElse(1 << 16);
    }
}
