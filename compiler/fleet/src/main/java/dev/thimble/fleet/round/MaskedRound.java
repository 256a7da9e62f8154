package dev.thimble.fleet.round;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.masking.Phase;
import dev.thimble.fleet.masking.Progress;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.fleet.strategy.MaskedSums;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Secure;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The open round, whose records are masked: it goes from phase to phase when it is told to, and ends with the sum of all
 * whose records came. A phase that is over stays so: what comes late is refused.
 */
public final class MaskedRound {
    private static final Secure SECURE = new Secure();

    private final FleetState state;

    MaskedRound(FleetState state) {
        this.state = state;
    }

    /** The files of the round and what is in them. */
    private record Open(RoundFiles files, Task task, Conversation conversation, Set<Octets> came, int enrolled) {
        Progress progress() {
            return conversation.proceedings().progress(enrolled, came.size());
        }

        Progress requireEnough() {
            Progress progress = progress();
            if (!progress.isEnough()) {
                throw new ThimbleException(FleetProblem.COHORT_SHORT.at(
                        "", task.round(), progress.phase().awaited(), progress.needed(), progress.heard()));
            }
            return progress;
        }
    }

    private Open open() throws IOException {
        RoundFiles files = state.openFiles();
        Task task = FleetState.task(files);
        SECURE.requireFor(task);
        Set<Octets> came = new HashSet<>();
        Journal.read(files.journal(), task.mostBytes(), record -> came.add(device(record)));
        Conversation conversation = Conversation.of(files, task.round());
        return new Open(
                files, task, conversation, came, KeyFile.read(state.keys()).count());
    }

    private static Octets device(byte... record) throws IOException {
        try {
            return UpdateRecord.parse(record).device();
        } catch (Refused e) {
            throw new IOException(e);
        }
    }

    /** How far it is; nothing where no masked round is open any more. */
    public Optional<Progress> progress() {
        return state.alone(() -> isOpen() ? Optional.of(open().progress()) : Optional.empty());
    }

    private boolean isOpen() {
        return state.isRoundOpen() && state.task().form().kind() == Kind.MASKED;
    }

    /**
     * Ends a phase, unless it is the last one, or somebody else has ended it.
     *
     * @throws ThimbleException where fewer devices were heard than it takes, or where nothing can be written
     */
    public void end(Phase phase) {
        state.alone(() -> {
            Optional<Open> open = isOpen() ? Optional.of(open()) : Optional.empty();
            if (open.isPresent()
                    && phase != Phase.UNMASKING
                    && open.get().progress().phase() == phase) {
                turn(open.get());
            }
            return true;
        });
    }

    /**
     * Goes on to the next phase; behind the last one the round is closed.
     *
     * @param counted told how many records are in the sum, before the round is closed
     * @return what is told of the round, once it is closed
     * @throws ThimbleException where no masked round is open, where fewer devices were heard than it takes, or where nothing
     *     can be written
     */
    public Optional<RoundReport> advance(Engine engine, Consumer<Counts> counted) {
        return state.alone(() -> {
            Open open = open();
            if (open.requireEnough().phase() == Phase.UNMASKING) {
                return Optional.of(closed(open, engine, counted));
            }
            turn(open);
            return Optional.empty();
        });
    }

    private void turn(Open open) throws IOException {
        open.requireEnough();
        open.conversation.append(state, open.conversation.proceedings().turn(open.came));
    }

    private RoundReport closed(Open open, Engine engine, Consumer<Counts> counted) throws IOException {
        Gate gate = new Gate(open.task, KeyFile.read(state.keys()));
        MaskedSums all = engine.accumulate(SECURE, gate, open.files.journal());
        Counts counts = new Counts(all.devices(), Map.of());
        counted.accept(counts);
        if (all.devices() != open.conversation.proceedings().answered()) {
            throw new ThimbleException(FleetProblem.MASKS_LEFT.at("", all.devices()));
        }
        all.recover(open.conversation.proceedings().unmasking().words(open.task.parameters() + 1));
        return state.close(
                open.files, open.task, SECURE.word(), SECURE.requireOutcome(open.task, all, Moments.NONE), counts);
    }
}
