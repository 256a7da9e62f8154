package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;

/**
 * What is left of a record once every question that a task asks of it was answered.
 *
 * @param device that sent it
 * @param mac by which it is told from others of the same device
 * @param examples that it counts
 * @param content that fits the task
 */
public record Accepted(Octets device, Octets mac, int examples, Content content) {}
