package dev.thimble.fleet.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.masking.MaskedFleet;
import dev.thimble.fleet.masking.Phase;
import dev.thimble.fleet.record.Accepted;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.FedAvg;
import dev.thimble.fleet.strategy.Moments;
import dev.thimble.fleet.strategy.Secure;
import dev.thimble.fleet.strategy.Sums;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masked rounds in a folder: a device drops out, and whatever happens to the server, the sum is the same. */
class MaskedStateTest {
    private static final String ROUND = "rounds/0000000007";
    private static final int ENROLLED = 10;

    /** How many devices are heard in each phase of a round. */
    private static final Map<Phase, Integer> HEARD =
            Map.of(Phase.ADVERTISING, 4, Phase.SHARING, 4, Phase.MASKING, 3, Phase.UNMASKING, 3);

    private static final Parameters START = Parameters.of(MaskedFleet.SIZE, i -> 1000 * i);

    /** What is said in a round that ends as it began is computed once. */
    private static final MaskedFleet FLEET = new MaskedFleet();

    @TempDir
    static Path shared;

    private static Path begun;
    private static Path undisturbed;

    private final MaskedFleet fleet = new MaskedFleet();

    @TempDir
    Path folder;

    @BeforeAll
    static void run() throws Refused, IOException {
        begun = shared.resolve("begun");
        List<Octets> ids = new ArrayList<>();
        for (int device = 0; device < ENROLLED; device++) {
            ids.add(TestFleet.device(device));
        }
        List<Octets> left = new ArrayList<>(ids);
        at(begun, Disk.REAL).enrol(ids, () -> TestFleet.key(left.remove(0)));
        at(begun, Disk.REAL).begin(MaskedFleet.TASK, Optional.of(START));
        undisturbed = copied(shared.resolve("undisturbed"));
        drive(at(undisturbed, Disk.REAL));
    }

    private static FleetState at(Path state, Disk disk) {
        return FleetState.at(state, () -> {}, disk);
    }

    private FleetState started() throws IOException {
        return at(copied(folder.resolve("state")), Disk.REAL);
    }

    private static Path copied(Path made) throws IOException {
        Files.createDirectories(made.resolve(ROUND));
        for (String part : new String[] {"devices.jsonl", ROUND + "/before.bin", ROUND + "/task.json"}) {
            Files.copy(begun.resolve(part), made.resolve(part));
        }
        return made;
    }

    /** Goes on wherever the round is, until it is closed. */
    private static void drive(FleetState state) throws Refused {
        while (state.isRoundOpen()) {
            Phase phase = state.masked().progress().orElseThrow().phase();
            hear(state, FLEET, HEARD.get(phase));
            state.masked().advance(new Plain(), counts -> {});
        }
    }

    /** So many devices do what is their turn. */
    private static void hear(FleetState state, MaskedFleet fleet, int devices) throws Refused {
        Announcement announcement = state.announcement();
        Intake intake = state.intake();
        for (int device = 0; device < devices; device++) {
            assertThat(intake.accept(said(fleet, announcement, device))).isEmpty();
        }
    }

    private static byte[] said(MaskedFleet fleet, Announcement announcement, int device) throws Refused {
        byte[] joined = fleet.joined(device);
        Octets id = TestFleet.device(device);
        return announcement.phase() == Phase.ADVERTISING
                ? joined
                : fleet.answer(
                        device, announcement.message(id, TestFleet.key(id)).orElseThrow());
    }

    private static Optional<RoundReport> advance(FleetState state) {
        return state.masked().advance(new Plain(), counts -> {});
    }

    @Test
    void theRoundEndsWithThePlainMean() {
        Sums sums = new FedAvg().empty(TestFleet.task(MaskedFleet.SIZE, 3, new Form.Dense()));
        for (int device = 0; device < HEARD.get(Phase.MASKING); device++) {
            Content content = new Content.Dense(MaskedFleet.delta(device));
            sums.add(new Accepted(TestFleet.device(device), TestFleet.BASE, MaskedFleet.examples(device), content));
        }
        Task open = TestFleet.task(MaskedFleet.SIZE, 3, new Form.Dense());
        Parameters change =
                new FedAvg().requireOutcome(open, sums, Moments.NONE).change();
        assertThat(undisturbed.resolve(ROUND + "/parameters.bin"))
                .hasBinaryContent(START.plus(change).bytes());
        assertThat(undisturbed.resolve(ROUND + "/round.json"))
                .content()
                .startsWith("{\"round\":7,\"strategy\":\"secure\",\"accepted\":3,\"refused\":{},");
    }

    @Test
    void aProcessThatIsKilledAnywhereIsTakenUp() throws Refused, IOException {
        for (int done : ends()) {
            FailingDisk disk = FailingDisk.killing(done);
            Path state = copied(folder.resolve("killed-" + done));
            try {
                drive(at(state, disk));
            } catch (FailingDisk.Killed e) {
                assertThat(disk.isUnused()).isFalse();
            }
            requireTakenUp(state);
        }
    }

    @Test
    void aFullDiskLosesNothingThatWasAccepted() throws Refused, IOException {
        for (int done : ends()) {
            FailingDisk disk = FailingDisk.full(done);
            Path state = copied(folder.resolve("full-" + done));
            try {
                drive(at(state, disk));
            } catch (ThimbleException e) {
                assertThat(e).hasMessageContaining("THM-1012").hasMessageContaining("No space left");
            }
            requireTakenUp(state);
        }
    }

    private static void requireTakenUp(Path state) throws Refused {
        drive(at(state, Disk.REAL));
        for (String file : new String[] {ROUND + "/parameters.bin", ROUND + "/round.json"}) {
            assertThat(state.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
        }
    }

    /** Some bytes of the journals, and the first step behind them; FleetStateTest takes the others. */
    private static int[] ends() throws IOException {
        int journals = Math.toIntExact(Files.size(undisturbed.resolve(ROUND + "/letters.journal"))
                + Files.size(undisturbed.resolve(ROUND + "/accepted.journal")));
        return new int[] {0, 450, journals / 3, journals / 2, journals - 150, journals - 1, journals};
    }

    /** Each phase has what it needs, or does not end; and nothing is lost by asking too early. */
    @Test
    void fewerThanTheThresholdEndNoPhase() throws Refused, IOException {
        FleetState state = started();
        hear(state, fleet, 2);
        assertThatThrownBy(() -> advance(state))
                .hasMessageContaining("THM-1060")
                .hasMessageContaining("round 7 needs advertisements of 3 devices, and has 2");
        hear(state, fleet, 4);
        assertThat(advance(state)).isEmpty();
        hear(state, fleet, 2);
        assertThatThrownBy(() -> advance(state)).hasMessageContaining("needs shares of 3 devices, and has 2");
        hear(state, fleet, 4);
        advance(state);
        hear(state, fleet, 2);
        assertThatThrownBy(() -> advance(state)).hasMessageContaining("needs masked records of 3 devices, and has 2");
        hear(state, fleet, 3);
        advance(state);
        hear(state, fleet, 2);
        assertThatThrownBy(() -> advance(state)).hasMessageContaining("needs disclosures of 3 devices, and has 2");
        hear(state, fleet, 3);
        assertThat(advance(state)).isPresent();
        assertThat(state.lastParameters()).hasSameBinaryContentAs(undisturbed.resolve(ROUND + "/parameters.bin"));
    }

    /** Shares of a device that has dropped out make its masks known: what it sends then is not even kept. */
    @Test
    void lateMessagesAreThrownAway() throws Refused, IOException {
        FleetState state = started();
        hear(state, fleet, ENROLLED - 1);
        advance(state);
        byte[] late = said(fleet, state.announcement(), 8);
        assertThat(state.intake().accept(fleet.joined(9))).contains(Reason.COHORT);
        hear(state, fleet, 8);
        advance(state);
        assertThat(state.intake().accept(late)).contains(Reason.COHORT);
        byte[] record = said(fleet, state.announcement(), 7);
        assertThat(state.intake()
                        .accept(TestFleet.record(
                                        9,
                                        TestFleet.update(
                                                MaskedFleet.TASK, 1, Content.Masked.of(new int[MaskedFleet.SIZE + 1])))
                                .bytes()))
                .contains(Reason.COHORT);
        hear(state, fleet, 7);
        advance(state);
        long before = Files.size(folder.resolve("state/" + ROUND + "/accepted.journal"));
        assertThat(state.intake().accept(record)).contains(Reason.COHORT);
        assertThat(folder.resolve("state/" + ROUND + "/accepted.journal")).hasSize(before);
        hear(state, fleet, 7);
        byte[] again = said(fleet, state.announcement(), 0);
        assertThat(advance(state).orElseThrow().counts()).isEqualTo(new Counts(7, Map.of()));
        assertThat(state.intake().accept(again)).isEmpty();
        assertThat(state.intake().accept(record)).contains(Reason.ROUND);
    }

    @Test
    void lettersAreBelievedByTheirCode() throws IOException {
        Intake intake = started().intake();
        byte[] joined = fleet.joined(0);
        assertThat(intake.accept(TestFleet.flipped(joined, 8 * joined.length - 1)))
                .contains(Reason.MAC);
        assertThat(intake.accept(fleet.joined(500))).contains(Reason.DEVICE);
        assertThat(intake.accept((byte) 1)).contains(Reason.FORMAT);
        assertThat(intake.accept(joined)).isEmpty();
    }

    /** Nobody could unmask the sum of others than those that were asked for. */
    @Test
    void aRecordThatIsLostIsMissed() throws Refused, IOException {
        FleetState state = started();
        for (int phase = 0; phase < 3; phase++) {
            hear(state, fleet, 6);
            advance(state);
        }
        hear(state, fleet, 6);
        Path journal = folder.resolve("state/" + ROUND + "/accepted.journal");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length - 1] ^= 1;
        Files.write(journal, bytes);
        assertThatThrownBy(() -> advance(state)).hasMessageContaining("THM-1008");
    }

    @Test
    void aRoundThatIsGivenUpEndsAsItBegan() throws Refused, IOException {
        FleetState state = started();
        hear(state, fleet, 6);
        advance(state);
        RoundReport report = state.abandon();
        assertThat(report.strategy()).isEqualTo(FleetState.GIVEN_UP);
        assertThat(report.after()).isEqualTo(report.before()).isEqualTo(START.digest());
        assertThatThrownBy(state::abandon).hasMessageContaining("THM-1010");
        Task task = MaskedFleet.TASK;
        state.begin(Task.of(task.base(), task.part(), MaskedFleet.SIZE, 8, 3, 1, task.form(), 1), Optional.empty());
        assertThat(state.masked().progress().orElseThrow().phase()).isEqualTo(Phase.ADVERTISING);
        assertThat(state.intake().accept(fleet.joined(0))).contains(Reason.ROUND);
    }

    /** Two processes that end the same phase end one. */
    @Test
    void aPhaseEndsOnce() throws Refused, IOException {
        FleetState state = started();
        assertThatThrownBy(() -> state.masked().end(Phase.ADVERTISING)).hasMessageContaining("THM-1060");
        hear(state, fleet, 6);
        state.masked().end(Phase.ADVERTISING);
        state.masked().end(Phase.ADVERTISING);
        assertThat(state.masked().progress().orElseThrow().phase()).isEqualTo(Phase.SHARING);
        state.abandon();
        state.masked().end(Phase.SHARING);
        assertThat(state.masked().progress()).isEmpty();
    }

    @Test
    void aRoundGoesOneWay() throws IOException {
        FleetState state = started();
        assertThatThrownBy(() -> state.aggregate(new Secure(), new Plain(), counts -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.aggregate(new FedAvg(), new Plain(), counts -> {}))
                .hasMessageContaining("THM-1005");
    }
}
