package dev.thimble.core.prune;

/**
 * How much is to go.
 *
 * @param percent of the weights that have to do with channels of feed-forward parts and with heads, 1 to {@link #MOST}
 */
public record PruneShare(int percent) {
    /** What may be asked for at most. */
    public static final int MOST = 90;

    /** Checks the range. */
    public PruneShare {
        if (percent < 1 || percent > MOST) {
            throw new IllegalArgumentException(percent + " %, but 1 to " + MOST + " are possible");
        }
    }

    /** So many of these weights, rounded up. */
    long of(long weights) {
        return (weights * percent + 99) / 100;
    }
}
