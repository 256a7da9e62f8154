package dev.thimble.pipeline.fit;

import dev.thimble.backendc.Arenas;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.target.PackedRows;
import dev.thimble.core.target.Section;
import dev.thimble.frontend.Model;
import dev.thimble.pipeline.vocabulary.VocabularyCut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * What would make models fit, computed and not guessed.
 *
 * @param models of the firmware
 * @param arenas where they work
 * @param needs of all of them as they were chosen
 * @param saved bytes of weights that they take less already than their graphs say
 * @param room bytes of code and stack that are no part of the needs
 * @param limits what they do not fit into
 * @param goal what they are optimised for
 */
record Remedies(List<Ways> models, Arenas arenas, MemoryNeeds needs, long saved, long room, Limits limits, Goal goal) {
    /** Bytes a token takes in a context: its id. */
    private static final long ID_BYTES = 2;

    /** Fewer tokens or entries than these are no remedy. */
    private static final int FEWEST_TOKENS = 8;

    private static final int FEWEST_ENTRIES = 64;

    /** The hint of the diagnostic. */
    String hint() {
        return hint("neither fewer tokens nor a smaller vocabulary nor another board would be enough");
    }

    /** What of it would fit, or the sentence that says that nothing would. */
    String hint(String nothing) {
        List<String> fits = all();
        return fits.isEmpty() ? nothing : "what would fit: " + String.join("; ", fits);
    }

    private List<String> all() {
        List<String> fits = new ArrayList<>();
        if (limits.fits(needs.withArena(arenas.bytes(models.stream().mapToLong(ways -> arena(ways, Goal.RAM)))))) {
            fits.add("--optimize ram");
        }
        tokens().ifPresent(tokens -> fits.add("--max-tokens " + tokens));
        largestVocabulary().flatMap(this::vocabulary).ifPresent(fits::add);
        weightBits().ifPresent(fits::add);
        List<String> boards = limits.roomierBoards(needs);
        if (!boards.isEmpty()) {
            fits.add("--board " + String.join(" or ", boards));
        }
        if (limits.withoutBudget().fits(needs)) {
            fits.add("--budget " + needs.total());
        }
        return fits;
    }

    /** Fewer bits where weights do not have fewer yet. */
    private Optional<String> weightBits() {
        return Fit.weightBits(
                        models.stream().map(Ways::graph).toList(),
                        Ladder.likely(models.size()),
                        WeightBits.ALL,
                        more -> more + saved < 0 && limits.fits(needs.plus(Section.WEIGHTS, more + saved + room)))
                .map(bits -> "--fit (about " + bits.get(0).text() + " instead of 8)");
    }

    private static long arena(Ways ways, Goal with) {
        return with.pick(ways.candidates()).arena();
    }

    /** The most tokens for all models that fit, and that shorten one at least. */
    private OptionalInt tokens() {
        IntSummaryStatistics longest =
                models.stream().mapToInt(ways -> ways.graph().maxTokens()).summaryStatistics();
        int most = longest.getMin() == longest.getMax() ? longest.getMin() - 1 : longest.getMin();
        return largest(FEWEST_TOKENS, most, tokens -> limits.fits(withTokens(tokens)));
    }

    private MemoryNeeds withTokens(int tokens) {
        MemoryNeeds shorter = needs.withArena(arenas.bytes(models.stream().mapToLong(ways -> arena(ways, tokens))));
        for (Ways ways : models) {
            long fewer = ways.graph().maxTokens() - (long) tokens;
            shorter =
                    shorter.plus(Section.WEIGHTS, -fewer * positionBytes(ways)).plus(Section.DATA, -fewer * ID_BYTES);
        }
        return shorter;
    }

    private long arena(Ways ways, int tokens) {
        IntGraph shorter =
                new IntGraph(ways.graph().name(), tokens, ways.graph().nodes());
        Selection selection = ways.selection();
        return goal.pick(selection.candidates(shorter)).arena();
    }

    private Optional<Ways> largestVocabulary() {
        return models.stream().max(Comparator.comparingInt(Remedies::entries));
    }

    /** Entries that can go by themselves, or, where too few can, another model. */
    private Optional<String> vocabulary(Ways ways) {
        return cut(ways).or(() -> otherVocabulary(ways));
    }

    /** With room for code and stack, and with no fewer bytes for the tokenizer: how many depends on the entries. */
    private Optional<String> cut(Ways ways) {
        Model model = ways.selection().model();
        Optional<Integer> least =
                models.size() > 1 ? Optional.empty() : VocabularyCut.least(model.tokenizer(), model.graph());
        OptionalInt most = least.isEmpty()
                ? OptionalInt.empty()
                : largest(least.get(), entries(ways) - 1, entries -> {
                    long more = room - rowBytes(ways, entries(ways) - entries);
                    return limits.fits(needs.plus(Section.WEIGHTS, more));
                });
        return most.isEmpty()
                ? Optional.empty()
                : Optional.of("--vocabulary " + most.getAsInt() + " (of " + entries(ways) + " entries)");
    }

    private Optional<String> otherVocabulary(Ways ways) {
        OptionalInt most =
                largest(FEWEST_ENTRIES, entries(ways) - 1, entries -> limits.fits(withEntries(ways, entries)));
        return most.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "a vocabulary of %,d entries (now %,d)%s",
                        most.getAsInt(),
                        entries(ways),
                        models.size() > 1 ? " for " + ways.graph().name() : ""));
    }

    /** The tokenizer's tables are taken as proportional to its entries. */
    private MemoryNeeds withEntries(Ways ways, int entries) {
        long fewer = entries(ways) - (long) entries;
        long tokenizer = ways.needs().of(Section.TOKENIZER);
        return needs.plus(Section.WEIGHTS, -rowBytes(ways, fewer))
                .plus(Section.TOKENIZER, -(tokenizer * fewer / entries(ways)));
    }

    /** What so many entries take, in as many bits as they have. */
    private static long rowBytes(Ways ways, long rows) {
        return embeddings(ways, new IndexSource.TokenId()).stream()
                .mapToLong(op -> PackedRows.bytes(op) * rows / op.table().rows())
                .sum();
    }

    private static int entries(Ways ways) {
        return embeddings(ways, new IndexSource.TokenId()).stream()
                .mapToInt(op -> op.table().rows())
                .max()
                .orElse(1);
    }

    /** What a position takes. */
    private static long positionBytes(Ways ways) {
        return embeddings(ways, new IndexSource.Position()).stream()
                .mapToLong(op -> op.table().columns())
                .sum();
    }

    private static List<IntOp.Embedding> embeddings(Ways ways, IndexSource source) {
        return ways.graph().nodes().stream()
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
