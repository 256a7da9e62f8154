package dev.thimble.device.cycles;

/**
 * What some instructions took.
 *
 * @param instructions that were executed
 * @param cycles with memory that makes no core wait
 * @param constantWaits further cycles where code waits for no memory, and constants for each line that is another one than
 *     the last
 * @param allWaits further cycles where each line of code waits as often as it is reached, and each load of constants
 */
public record Cycles(long instructions, long cycles, long constantWaits, long allWaits) {
    /** Of nothing. */
    public static final Cycles NONE = new Cycles(0, 0, 0, 0);

    /** Of these and other ones. */
    public Cycles plus(Cycles other) {
        return new Cycles(
                instructions + other.instructions,
                cycles + other.cycles,
                constantWaits + other.constantWaits,
                allWaits + other.allWaits);
    }

    /** With memory that makes a core wait: with a cache for code that always has it. */
    public long least() {
        return cycles + constantWaits;
    }

    /** The same without any cache, and nothing fetched ahead. */
    public long most() {
        return cycles + allWaits;
    }
}
