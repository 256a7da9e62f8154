package dev.thimble.transport;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.masking.Phase;
import dev.thimble.fleet.masking.Progress;
import dev.thimble.fleet.round.FleetState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Has a masked round go on: as soon as nobody is waited for any more, or with those who have answered when a phase has lasted long
 * enough. Where these are too few to end the round, it is given up.
 */
public final class Turns {
    private final FleetState state;
    private final Duration phase;
    private final LongSupplier nanoseconds;
    private final Consumer<Progress> told;
    private Optional<Phase> last = Optional.empty();
    private long begun;

    /**
     * Of the open round.
     *
     * @param phase how long one lasts at most, but the first, which lasts until there are enough
     * @param nanoseconds a clock
     * @param told of the end of each phase
     */
    public Turns(FleetState state, Duration phase, LongSupplier nanoseconds, Consumer<Progress> told) {
        this.state = state;
        this.phase = phase;
        this.nanoseconds = nanoseconds;
        this.told = told;
    }

    /**
     * Goes on to the next phase if it is time.
     *
     * @return whether there is more to hear: not where the round is closed, or where it can be, for its masks are known
     * @throws ThimbleException where the round was given up
     */
    public boolean goOn() {
        return state.masked().progress().map(this::goOn).orElseGet(state::isRoundOpen);
    }

    private boolean goOn(Progress progress) {
        if (!last.equals(Optional.of(progress.phase()))) {
            last = Optional.of(progress.phase());
            begun = nanoseconds.getAsLong();
        }
        boolean isOver = nanoseconds.getAsLong() - begun >= phase.toNanos();
        if (isOver && !progress.isEnough() && progress.phase() != Phase.ADVERTISING) {
            throw givenUp(progress);
        }
        boolean isDue = progress.isComplete() || (isOver && progress.isEnough());
        return !isDue || isTurned(progress);
    }

    private boolean isTurned(Progress progress) {
        told.accept(progress);
        boolean isMore = progress.phase() != Phase.UNMASKING;
        if (isMore) {
            state.masked().end(progress.phase());
        }
        return isMore;
    }

    private ThimbleException givenUp(Progress progress) {
        long round = state.abandon().round();
        return new ThimbleException(FleetProblem.COHORT_LOST.at(
                "", round, progress.phase().awaited(), progress.needed(), progress.heard()));
    }
}
