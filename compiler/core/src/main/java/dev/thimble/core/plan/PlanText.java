package dev.thimble.core.plan;

import java.util.Locale;

/** A memory plan as text. */
public final class PlanText {
    private PlanText() {}

    /** The arena, the steps, and a line for each buffer: offset, bytes, the steps that it lives through, its values. */
    public static String print(MemoryPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "arena %d lower bound %d%n", plan.arena(), plan.lowerBound()));
        plan.steps().forEach(step -> text.append("step ").append(step).append('\n'));
        for (Placement placement : plan.placements()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%6d +%5d  steps %2d to %2d  %s%n",
                    placement.offset(),
                    placement.buffer().bytes(),
                    placement.buffer().first(),
                    placement.buffer().last(),
                    String.join(" ", placement.buffer().values())));
        }
        return text.toString();
    }
}
