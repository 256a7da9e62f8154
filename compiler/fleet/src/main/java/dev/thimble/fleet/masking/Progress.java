package dev.thimble.fleet.masking;

/**
 * How far a masked round is.
 *
 * @param phase what it waits for
 * @param heard how many devices have sent that
 * @param expected how many may
 * @param needed how many have to
 */
public record Progress(Phase phase, int heard, int expected, int needed) {
    /** Whether the round may go on. */
    public boolean isEnough() {
        return heard >= needed;
    }

    /** Whether nobody is waited for. */
    public boolean isComplete() {
        return heard >= expected && isEnough();
    }
}
