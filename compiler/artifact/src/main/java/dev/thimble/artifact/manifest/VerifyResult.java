package dev.thimble.artifact.manifest;

/**
 * A comparison of the C with the integer reference.
 *
 * @param model that was compared
 * @param target that ran the C
 * @param vectors that were compared
 * @param bitExact whether all of them were equal
 */
public record VerifyResult(String model, String target, int vectors, boolean bitExact) {}
