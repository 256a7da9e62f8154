package dev.thimble.cli.pipeline;

import dev.thimble.backendc.CPackage;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Model;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.schedule.Schedule;
import java.util.List;

/**
 * Everything that a compilation computed.
 *
 * @param model as read
 * @param prepared the float graph that was quantised
 * @param calibrationInputs token ids that the scales come from
 * @param integers the integer graph
 * @param residual how many bits residuals have
 * @param effects what each step of the quantisation is worth
 * @param schedule its loops
 * @param plan its memory
 * @param code its C
 * @param warnings what the user should know
 */
public record Compilation(
        Model model,
        Graph prepared,
        List<List<Integer>> calibrationInputs,
        IntGraph integers,
        ResidualChoice residual,
        List<StepEffect> effects,
        Schedule schedule,
        MemoryPlan plan,
        CPackage code,
        List<Diagnostic> warnings) {
    /** Copies the lists. */
    public Compilation {
        effects = List.copyOf(effects);
        calibrationInputs = List.copyOf(calibrationInputs);
        warnings = List.copyOf(warnings);
    }
}
