package dev.thimble.pipeline.fit;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.backendc.train.TrainerSpec;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.candidate.Candidates;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.candidate.ThriftyCandidates;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.LabelRows;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.TargetCore;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ways to run a model, and the C of each.
 *
 * @param installation for templates and runtime
 * @param model whose labels the package gets
 * @param tokenizer its tokenizer
 * @param target the board's
 * @param goal what the user wants; where nothing, the fastest thrifty way that fits
 * @param data where they lie
 * @param tested sequences that an image brings along to test itself with
 * @param training what devices train, where they do
 */
public record Selection(
        Installation installation,
        Model model,
        TokenizerTables tokenizer,
        TargetCore target,
        Optional<Goal> goal,
        DataForm data,
        List<List<Integer>> tested,
        Optional<Training> training) {
    /** Copies the list. */
    public Selection {
        tested = List.copyOf(tested);
    }

    /** The selection for a model. */
    public static Selection of(
            Installation installation,
            Model model,
            TargetCore target,
            Optional<Goal> goal,
            DataForm data,
            List<List<Integer>> tested,
            Optional<Training> training) {
        TokenizerTables tokenizer = TokenizerTables.of(model.tokenizer(), model.name());
        return new Selection(installation, model, tokenizer, target, goal, data, tested, training);
    }

    /** Every way to run the graph, with room for labels that come later, and which of them are considered. */
    Ways ways(IntGraph integers) {
        IntGraph run =
                data.maxLabels().map(room -> LabelRows.resized(integers, room)).orElse(integers);
        List<Candidate> candidates = candidates(run);
        Candidate first = candidates.get(0);
        Optional<SelfTest> test = test(integers);
        MemoryNeeds needs = MemoryNeeds.of(code(first, test));
        return new Ways(this, run, test, candidates, considered(candidates), needs);
    }

    /** Every way to run a graph; what devices train comes last, for inference alone runs it. */
    List<Candidate> candidates(IntGraph run) {
        Set<String> trained =
                training.map(wanted -> wanted.form(model.graph(), run).values()).orElse(Set.of());
        return Candidates.of(run, target, leastArena(), trained);
    }

    /** What the goal asks for; without one the thrifty ones, and the smallest of all where none of those fits. */
    private List<Candidate> considered(List<Candidate> candidates) {
        return goal.map(wanted -> List.of(wanted.pick(candidates))).orElseGet(() -> {
            List<Candidate> thrifty = new ArrayList<>(ThriftyCandidates.of(candidates, target.kernels()));
            thrifty.add(Goal.RAM.pick(candidates));
            return thrifty;
        });
    }

    /** Bytes that the arena has in any case. */
    long leastArena() {
        return CPackage.leastArena(tokenizer);
    }

    /** Every way to run a graph gives the same logits. */
    private Optional<SelfTest> test(IntGraph integers) {
        return switch (data.constants()) {
            case LINKED -> Optional.empty();
            case LOADED -> Optional.of(SelfTest.of(integers, tested));
        };
    }

    /** The package of a candidate. */
    CPackage code(Candidate candidate, Optional<SelfTest> test) {
        return switch (data.constants()) {
            case LINKED -> CPackage.of(installation, candidate.schedule(), candidate.plan(), model.task(), tokenizer);
            case LOADED -> loaded(candidate, test.orElseThrow());
        };
    }

    /** What of the room for labels the model does not have, labels may come for. */
    private TrainerSpec spec(Training wanted, IntGraph graph) {
        int room = graph.output().shape().width() - model.labels().size();
        return new TrainerSpec(wanted.form(model.graph(), graph), wanted.replay(), room);
    }

    private CPackage loaded(Candidate candidate, SelfTest test) {
        Schedule loops = candidate.schedule();
        return training.map(wanted -> CPackage.trainable(
                        installation,
                        loops,
                        candidate.plan(),
                        model.task(),
                        tokenizer,
                        test,
                        spec(wanted, loops.graph())))
                .orElseGet(() -> CPackage.loaded(installation, loops, candidate.plan(), model.task(), tokenizer, test));
    }
}
