package dev.thimble.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.fleet.masking.Phase;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.fleet.round.Plain;
import dev.thimble.transport.files.FolderDevice;
import dev.thimble.transport.files.FolderServer;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that are another process in each step take part in a masked round, some of them until its end. */
class MaskedCourierTest {
    private static final int DEVICES = 5;

    @TempDir
    Path folder;

    private FleetState state;
    private long now;
    private final List<Phase> ended = new ArrayList<>();

    @BeforeEach
    void begin() {
        state = TestRound.of(folder.resolve("state"), DEVICES).state();
        state.abandon();
        state.begin(TestRound.maskedTask(2), Optional.empty());
    }

    private void serve(Turns turns, int steps) {
        AtomicInteger left = new AtomicInteger(steps);
        new Collector(state, new FolderServer(folder), duration -> {}, (device, reason) -> {})
                .collect(() -> turns.goOn() && left.getAndDecrement() > 0, Duration.ZERO);
    }

    private Turns turns(Duration phase) {
        return new Turns(state, phase, () -> now, progress -> ended.add(progress.phase()));
    }

    /** The server works while a device pauses. */
    private MaskedCourier courier(int device, Turns turns) {
        Octets id = TestRound.device(device);
        Courier courier = new Courier(
                new FolderDevice(folder, id),
                id,
                TestRound.key(id),
                new BackOff(Duration.ofMillis(1), Duration.ofMillis(1), 3),
                duration -> serve(turns, 3),
                Duration.ZERO);
        return TestRound.masked(courier, device, folder);
    }

    /** Whether there was something to answer, which then counted. */
    private boolean step(int device, Turns turns) throws Lost, Refused {
        Optional<MaskedCourier.Outcome> outcome = courier(device, turns).step();
        outcome.ifPresent(one -> assertThat(one.refused()).isEmpty());
        return outcome.isPresent();
    }

    private void steps(Turns turns, int... devices) throws Lost, Refused {
        serve(turns, 2);
        for (int device : devices) {
            assertThat(step(device, turns)).isTrue();
            assertThat(step(device, turns)).isFalse();
        }
        serve(turns, 2);
    }

    /** The fourth device is gone after its shares, and the last one after the first phase. */
    @Test
    void aRoundGoesOnWithoutThoseWhoAreGone() throws Lost, Refused, IOException {
        Turns turns = turns(Duration.ofSeconds(10));
        assertThat(step(0, turns)).isFalse();
        steps(turns, 0, 1, 2, 3, 4);
        steps(turns, 0, 1, 2, 3);
        assertThat(ended).containsExactly(Phase.ADVERTISING);
        now += Duration.ofSeconds(10).toNanos();
        steps(turns, 0, 1, 2, 3);
        assertThat(ended).containsExactly(Phase.ADVERTISING, Phase.SHARING, Phase.MASKING);
        steps(turns, 0, 1, 2, 3);
        assertThat(turns.goOn()).isFalse();
        assertThat(state.masked().advance(new Plain(), counts -> {})).isPresent();
        Parameters after = Parameters.read(Files.readAllBytes(state.lastParameters()));
        // of 0 to 3 the mean is 1 1/2, and parameters were their own numbers
        assertThat(List.of(after.value(0), after.value(1), after.value(2), after.value(3)))
                .containsExactly(2, 101, -98, 3);
        state.begin(TestRound.maskedTask(3), Optional.empty());
        steps(turns(Duration.ofSeconds(10)), 4);
    }

    @Test
    void aRoundThatTooFewAreLeftOfIsGivenUp() throws Lost, Refused {
        Turns turns = turns(Duration.ofSeconds(10));
        now += Duration.ofDays(1).toNanos();
        assertThat(turns.goOn()).isTrue();
        steps(turns, 0, 1, 2, 3, 4);
        steps(turns, 0, 1, 2);
        now += Duration.ofSeconds(11).toNanos();
        assertThatThrownBy(turns::goOn)
                .hasMessageContaining("THM-1062")
                .hasMessageContaining("round 2 is given up: it needs shares of 4 devices, and 3 were heard in time");
        assertThat(state.isRoundOpen()).isFalse();
        assertThat(turns.goOn()).isFalse();
    }

    @Test
    void aRoundWithoutMasksHasNoPhases() throws Lost, Refused {
        state.abandon();
        state.begin(TestRound.task(3), Optional.empty());
        Turns turns = turns(Duration.ZERO);
        serve(turns, 2);
        assertThat(turns.goOn()).isTrue();
        assertThat(step(0, turns)).isFalse();
        assertThat(ended).isEmpty();
    }
}
