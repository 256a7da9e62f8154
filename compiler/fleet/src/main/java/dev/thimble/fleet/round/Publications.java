package dev.thimble.fleet.round;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The rounds that were published. The image that was rounded from what one of them ended with is the one that devices have,
 * until that of a later round is.
 */
public final class Publications {
    private final FleetState state;

    /** Those of a fleet. */
    public Publications(FleetState state) {
        this.state = state;
    }

    /**
     * A round that is closed.
     *
     * @param task of the round
     * @param parameters that it ended with
     */
    public record Closed(Task task, Parameters parameters) {}

    /**
     * The last round.
     *
     * @throws ThimbleException where it is open, or where none has begun
     */
    public Closed last() {
        return reading(() -> {
            RoundFiles files = state.lastFiles();
            Task task = FleetState.task(files);
            if (!state.isClosed(task.round())) {
                throw new ThimbleException(FleetProblem.ROUND_OPEN.at("", task.round()));
            }
            return closed(files);
        });
    }

    private static Closed closed(RoundFiles files) {
        return new Closed(FleetState.task(files), FleetState.parameters(files.parameters()));
    }

    /** The number of the round that begins next. */
    public long next() {
        return reading(state::last).map(last -> last + 1).orElse(1L);
    }

    /** The last published round below this one; nothing where none was. */
    public Optional<Closed> before(long round) {
        return LongStream.iterate(round - 1, at -> Files.exists(state.files(at).task()), at -> at - 1)
                .mapToObj(state::files)
                .filter(files -> Files.exists(files.image()))
                .findFirst()
                .map(Publications::closed);
    }

    /** The digest of the image that devices have after the last round; nothing where none has begun. */
    public Optional<Octets> base() {
        return reading(state::last)
                .map(state::files)
                .map(files -> Files.exists(files.image())
                        ? ModelImage.read(files.image()).content()
                        : FleetState.task(files).base());
    }

    /**
     * Publishes the last round; it may have been before.
     *
     * @param round its number
     * @param image rounded from what it ended with
     * @throws ThimbleException where another round has begun since, or where nothing can be written
     */
    public void add(long round, byte[] image) {
        state.alone(() -> {
            long last = last().task().round();
            if (last != round) {
                throw new ThimbleException(FleetProblem.ROUND_CLOSED.at("", round));
            }
            state.write(state.files(round).image(), image);
            return true;
        });
    }

    private <T> T reading(FleetState.Work<T> work) {
        try {
            return work.done();
        } catch (IOException e) {
            throw new ThimbleException(
                    InputProblem.FILE_UNREADABLE.at("", state.keys().getParent(), e.toString()), e);
        }
    }
}
