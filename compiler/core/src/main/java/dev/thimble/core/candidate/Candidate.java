package dev.thimble.core.candidate;

import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.schedule.Schedule;

/**
 * A choice carried out.
 *
 * @param choice what was chosen
 * @param schedule the loops; its graph is what the C computes
 * @param plan their memory
 * @param arena bytes of the arena, what uses it between runs included
 * @param estimate of its time
 */
public record Candidate(Choice choice, Schedule schedule, MemoryPlan plan, long arena, Estimate estimate) {}
