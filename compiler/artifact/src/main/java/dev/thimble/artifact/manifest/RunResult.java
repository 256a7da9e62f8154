package dev.thimble.artifact.manifest;

/**
 * What the firmware took for sentences.
 *
 * @param model that ran
 * @param board that it ran on
 * @param instructions for a sentence, on the average
 */
public record RunResult(String model, String board, long instructions) {}
