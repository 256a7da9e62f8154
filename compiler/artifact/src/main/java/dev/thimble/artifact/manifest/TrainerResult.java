package dev.thimble.artifact.manifest;

/**
 * What only the linker knows of a trainer.
 *
 * @param model that it trains
 * @param code bytes of the trainer and of what trainers share, with the constants of that code
 * @param learnStack bytes that a step takes at most, inference included
 * @param roundStack bytes that rounding to an image takes at most
 */
public record TrainerResult(String model, long code, long learnStack, long roundStack) {}
