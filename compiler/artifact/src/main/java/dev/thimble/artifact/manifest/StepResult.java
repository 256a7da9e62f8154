package dev.thimble.artifact.manifest;

/**
 * What a step of training took the firmware.
 *
 * @param model that learned
 * @param board that it ran on
 * @param tokens of the text that it learned from
 * @param inference instructions of an answer to this text
 * @param step instructions of a step, its inference included
 * @param again instructions of a kept example that is learned again in the same step; 0 where none is kept
 */
public record StepResult(String model, String board, int tokens, long inference, long step, long again) {
    /** Instructions of a step besides those of inference. */
    public long besidesInference() {
        return step - inference;
    }
}
