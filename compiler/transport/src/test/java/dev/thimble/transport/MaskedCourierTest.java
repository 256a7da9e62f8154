package dev.thimble.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.masking.MemoryFile;
import dev.thimble.fleet.masking.Participant;
import dev.thimble.fleet.masking.Phase;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.Update;
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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that are another process in each step take part in a masked round, some of them until its end. */
class MaskedCourierTest {
    private static final int SIZE = 3;
    private static final int DEVICES = 5;
    private static final Octets BASE = Octets.sha256((byte) 1);
    private static final Task TASK = task(1);

    @TempDir
    Path folder;

    private FleetState state;
    private long now;
    private final List<Phase> ended = new ArrayList<>();

    private static Task task(long round) {
        return Task.of(BASE, BASE.first(16), SIZE, round, 0, Task.MOST_CLIP, new Form.Masked(), 9);
    }

    @BeforeEach
    void begin() {
        state = FleetState.at(folder.resolve("state"), () -> {});
        List<Octets> ids =
                IntStream.range(0, DEVICES).mapToObj(TestRound::device).toList();
        Iterator<Octets> next = ids.iterator();
        state.enrol(ids, () -> TestRound.key(next.next()));
        state.begin(TASK, Optional.of(Parameters.of(0, 0, 0)));
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
        return new MaskedCourier(
                courier,
                new Participant(id, TestRound.key(id)),
                new MemoryFile(folder.resolve("memory-" + device)),
                new HashStream(Octets.sha256((byte) device).bytes()),
                (task, masks) -> update(task, masks, device));
    }

    private static Update update(Task task, Masks masks, int device) {
        byte[] values = {(byte) device, 100, -100};
        return new Update(task.base(), task.part(), task.round(), 1, 0, masks.masked(Delta.of(values), 1));
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
        assertThat(Parameters.read(Files.readAllBytes(state.lastParameters()))).isEqualTo(Parameters.of(2, 100, -100));
        state.begin(task(2), Optional.empty());
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
                .hasMessageContaining("round 1 is given up: it needs shares of 4 devices, and 3 were heard in time");
        assertThat(state.isRoundOpen()).isFalse();
        assertThat(turns.goOn()).isFalse();
    }

    @Test
    void aRoundWithoutMasksHasNoPhases() throws Lost, Refused {
        state.abandon();
        state.begin(Task.of(BASE, BASE.first(16), SIZE, 2, 0, Task.MOST_CLIP, new Form.Dense(), 9), Optional.empty());
        Turns turns = turns(Duration.ZERO);
        serve(turns, 2);
        assertThat(turns.goOn()).isTrue();
        assertThat(step(0, turns)).isFalse();
        assertThat(ended).isEmpty();
    }
}
