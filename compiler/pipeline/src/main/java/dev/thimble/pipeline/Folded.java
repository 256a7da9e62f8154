package dev.thimble.pipeline;

import static dev.thimble.core.pipeline.Pipeline.REMOVE_DEAD_CHANNELS;

import dev.thimble.core.diag.PruneProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.Removal;
import dev.thimble.core.pipeline.NamedPass.OfFloats;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.prune.PruneShare;
import dev.thimble.core.prune.Pruner;
import dev.thimble.core.prune.Pruning;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The float graph with its constants folded, and what went of it before.
 *
 * @param graph after all passes that need nothing else
 * @param removed channels and heads on which no result depends
 * @param pruning what else was to go, where something was
 */
record Folded(Graph graph, List<Removal> removed, Optional<Pruning> pruning) {
    /** One sequence of so many is for comparing logits, and not for what weights make up: weights may fit too well. */
    private static final int MEASURED = 8;

    /** Copies the list. */
    Folded {
        removed = List.copyOf(removed);
    }

    /** What becomes of a model as read. */
    static Folded of(CompileSettings settings, Source source, Progress progress) {
        Pipeline pipeline = settings.pipeline();
        Graph read = source.model().graph();
        if (!pipeline.has(REMOVE_DEAD_CHANNELS)) {
            return new Folded(pipeline.prepare(read), List.of(), Optional.empty());
        }
        Graph before = pipeline.prepareBefore(REMOVE_DEAD_CHANNELS, read);
        Graph live = REMOVE_DEAD_CHANNELS.run(before);
        Optional<Pruning> pruning = settings.prune().map(share -> prune(live, share, source, progress));
        Graph left = pruning.map(Pruning::graph).orElse(live);
        return new Folded(pipeline.prepareAfter(REMOVE_DEAD_CHANNELS, left), Removal.between(before, live), pruning);
    }

    /** The graph after a pass; what was to go has gone once dead channels have. */
    static Graph until(OfFloats pass, CompileSettings settings, Source source, Progress progress) {
        Pipeline pipeline = settings.pipeline();
        Graph read = source.model().graph();
        if (settings.prune().isEmpty() || !pipeline.isBefore(REMOVE_DEAD_CHANNELS, pass)) {
            return pipeline.prepareUntil(pass, read);
        }
        Graph live = pipeline.prepareUntil(REMOVE_DEAD_CHANNELS, read);
        Pruning pruning = prune(live, settings.prune().orElseThrow(), source, progress);
        return pipeline.prepareBetween(REMOVE_DEAD_CHANNELS, pass, pruning.graph());
    }

    /**
     * Refuses what cannot be pruned.
     *
     * @throws ThimbleException where nothing can be measured, or where shapes are a promise
     */
    static void check(CompileSettings settings) {
        if (settings.prune().isPresent() && settings.calibration().isEmpty()) {
            throw new ThimbleException(PruneProblem.NO_SENTENCES.at("--prune"));
        }
        if (settings.prune().isPresent() && !settings.pipeline().has(REMOVE_DEAD_CHANNELS)) {
            throw new ThimbleException(PruneProblem.SHAPES_PROMISED.at("--prune"));
        }
    }

    private static Pruning prune(Graph graph, PruneShare share, Source source, Progress progress) {
        progress.stage("pruning");
        List<List<Integer>> inputs = source.inputs();
        return new Pruner(graph, sample(inputs, i -> i % MEASURED != 0), sample(inputs, i -> i % MEASURED == 0))
                .prune(share);
    }

    /** Some of the sequences; all where that would be none. */
    private static List<int[]> sample(List<List<Integer>> sequences, IntPredicate isTaken) {
        boolean some = IntStream.range(0, sequences.size()).anyMatch(isTaken);
        return IntStream.range(0, sequences.size())
                .filter(some ? isTaken : i -> true)
                .mapToObj(sequences::get)
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }
}
