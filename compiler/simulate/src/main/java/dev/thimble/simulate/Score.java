package dev.thimble.simulate;

/**
 * Right answers.
 *
 * @param right how many were
 * @param asked how many could have been
 */
public record Score(long right, long asked) {
    /** Of nobody asked. */
    static final Score NONE = new Score(0, 0);

    /** Both together. */
    Score plus(Score other) {
        return new Score(right + other.right, asked + other.asked);
    }

    /** The share that was right, 0 to 1; not a number where nobody was asked. */
    public double share() {
        return (double) right / asked;
    }
}
