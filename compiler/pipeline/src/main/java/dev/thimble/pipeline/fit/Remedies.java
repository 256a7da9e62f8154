package dev.thimble.pipeline.fit;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.optimize.Candidates;
import dev.thimble.core.optimize.Goal;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * What would make a model fit, computed and not guessed.
 *
 * @param graph the integer graph, not split
 * @param kernels what runs its steps
 * @param leastArena bytes that the arena has in any case
 * @param needs what the package needs as it was chosen
 * @param limits what it does not fit into
 * @param goal what it is optimised for
 */
record Remedies(IntGraph graph, KernelSet kernels, long leastArena, Needs needs, Limits limits, Goal goal) {
    /** Bytes a token takes in a context: its id. */
    private static final long ID_BYTES = 2;

    /** Fewer tokens or entries than these are no remedy. */
    private static final int FEWEST_TOKENS = 8;

    private static final int FEWEST_ENTRIES = 64;

    /** The hint of the diagnostic. */
    String hint() {
        List<String> fits = new ArrayList<>();
        if (limits.fits(needs.withArena(arena(graph, Goal.RAM)))) {
            fits.add("--optimize ram");
        }
        tokens().ifPresent(tokens -> fits.add("--max-tokens " + tokens));
        entries()
                .ifPresent(entries -> fits.add(
                        String.format(Locale.ROOT, "a vocabulary of %,d entries (now %,d)", entries, vocabulary())));
        List<String> boards = limits.roomierBoards(needs);
        if (!boards.isEmpty()) {
            fits.add("--board " + String.join(" or ", boards));
        }
        if (limits.withoutBudget().fits(needs)) {
            fits.add("--budget " + needs.total());
        }
        return fits.isEmpty()
                ? "neither fewer tokens nor a smaller vocabulary nor another board would be enough"
                : "what would fit: " + String.join("; ", fits);
    }

    private long arena(IntGraph of, Goal with) {
        return with.pick(Candidates.of(of, kernels, leastArena)).arena();
    }

    /** The most tokens that fit. */
    private OptionalInt tokens() {
        return largest(FEWEST_TOKENS, graph.maxTokens() - 1, tokens -> limits.fits(withTokens(tokens)));
    }

    private Needs withTokens(int tokens) {
        long fewer = graph.maxTokens() - (long) tokens;
        long positions = embeddingWidths(new IndexSource.Position());
        IntGraph shorter = new IntGraph(graph.name(), tokens, graph.nodes());
        return needs.withArena(arena(shorter, goal))
                .plus(Section.WEIGHTS, -fewer * positions)
                .plus(Section.DATA, -fewer * ID_BYTES);
    }

    /** The most entries that fit, the tokenizer's tables taken as proportional to them. */
    private OptionalInt entries() {
        return largest(FEWEST_ENTRIES, vocabulary() - 1, entries -> limits.fits(withEntries(entries)));
    }

    private Needs withEntries(int entries) {
        long fewer = vocabulary() - (long) entries;
        long tokenizer = needs.of(Section.TOKENIZER);
        return needs.plus(Section.WEIGHTS, -fewer * embeddingWidths(new IndexSource.TokenId()))
                .plus(Section.TOKENIZER, -(tokenizer * fewer / vocabulary()));
    }

    private int vocabulary() {
        return embeddings(new IndexSource.TokenId()).stream()
                .mapToInt(op -> op.table().rows())
                .max()
                .orElse(1);
    }

    private long embeddingWidths(IndexSource source) {
        return embeddings(source).stream().mapToLong(op -> op.table().columns()).sum();
    }

    private List<IntOp.Embedding> embeddings(IndexSource source) {
        return graph.nodes().stream()
                .map(node -> Optional.of(node.op())
                        .filter(IntOp.Embedding.class::isInstance)
                        .map(IntOp.Embedding.class::cast)
                        .filter(op -> op.source().equals(source)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The largest number in a range that fits, if fitting gets no easier with larger numbers. */
    private static OptionalInt largest(int least, int most, IntPredicate fits) {
        if (most < least || !fits.test(least)) {
            return OptionalInt.empty();
        }
        int low = least;
        int high = most;
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (fits.test(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.of(low);
    }
}
