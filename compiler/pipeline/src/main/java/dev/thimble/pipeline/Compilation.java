package dev.thimble.pipeline;

import dev.thimble.backendc.CPackage;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.LabelRows;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.Removal;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.prune.Pruning;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.frontend.Model;
import dev.thimble.pipeline.precision.PassEffect;
import dev.thimble.pipeline.precision.PrecisionChoices;
import dev.thimble.pipeline.precision.StepEffect;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a compilation computed.
 *
 * @param model as read, without what went of its vocabulary
 * @param vocabulary what became of its vocabulary, where entries went
 * @param removed channels and heads on which no result depends
 * @param pruning what else went of its channels and heads, where something was to go
 * @param prepared the float graph that was quantised
 * @param calibrationInputs token ids that the scales come from
 * @param integers the integer graph, before the chosen candidate may have split it
 * @param choices what was decided by measurement
 * @param effects what each step of the quantisation is worth
 * @param passes those that are kept only where they are worth it, and what they were worth
 * @param candidates the ways to run it, fastest first
 * @param chosen the one that was taken
 * @param code its C
 * @param warnings what the user should know
 */
public record Compilation(
        Model model,
        Optional<SmallerVocabulary> vocabulary,
        List<Removal> removed,
        Optional<Pruning> pruning,
        Graph prepared,
        List<List<Integer>> calibrationInputs,
        IntGraph integers,
        PrecisionChoices choices,
        List<StepEffect> effects,
        List<PassEffect> passes,
        List<Candidate> candidates,
        Candidate chosen,
        CPackage code,
        List<Diagnostic> warnings) {
    /** Copies the lists. */
    public Compilation {
        removed = List.copyOf(removed);
        effects = List.copyOf(effects);
        passes = List.copyOf(passes);
        candidates = List.copyOf(candidates);
        calibrationInputs = List.copyOf(calibrationInputs);
        warnings = List.copyOf(warnings);
    }

    /** The model with all entries of its vocabulary, and with all its channels and heads. */
    public Model trained() {
        return vocabulary.map(SmallerVocabulary::whole).orElse(model);
    }

    /** Whether what is compiled was trained as more: with other entries, or with channels and heads that went. */
    public boolean isLess() {
        return vocabulary.isPresent() || pruning.isPresent();
    }

    /** The order in which it is computed. */
    public Schedule loops() {
        return chosen.schedule();
    }

    /** Where everything lies in the arena. */
    public MemoryPlan plan() {
        return chosen.plan();
    }

    /** The graph as the C computes it: without the room for labels that the model does not have yet. */
    public IntGraph computed() {
        return LabelRows.resized(loops().graph(), integers.output().shape().width());
    }
}
