package dev.thimble.fleet.strategy;

import dev.thimble.fleet.record.Parameters;

/**
 * What a round ends with.
 *
 * @param change of each parameter
 * @param moments what the strategy keeps for the next round
 */
public record Outcome(Parameters change, Moments moments) {}
