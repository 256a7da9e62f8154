package dev.thimble.artifact.manifest;

/**
 * What inferences took the firmware.
 *
 * @param model that ran
 * @param board that it ran on
 * @param hertz the clock of its core
 * @param inputs that means are taken over
 * @param instructions of an input, on the average
 * @param cycles of an input, on the average, by the timing table of the core's manual; 0 where it has none
 * @param longestInstructions of the longest input that the model takes
 * @param longestCycles of the same
 */
public record RunResult(
        String model,
        String board,
        long hertz,
        int inputs,
        long instructions,
        long cycles,
        long longestInstructions,
        long longestCycles) {
    /** Milliseconds of so many cycles. */
    public double milliseconds(long count) {
        return count * 1000.0 / hertz;
    }
}
