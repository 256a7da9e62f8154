package dev.thimble.fleet.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.FedAvg;
import dev.thimble.fleet.strategy.Median;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds in a folder: what was accepted counts, once, whatever happens. */
class FleetStateTest {
    private static final String ROUND = "rounds/0000000007";
    private static final int SIZE = 30;
    private static final int DEVICES = 12;
    private static final Task TASK = TestFleet.task(SIZE, 3, new Form.Dense());
    private static final Parameters START = Parameters.of(SIZE, i -> 1000 * i);
    private static final Plain PLAIN = new Plain();

    @TempDir
    Path folder;

    private Path state;
    private Path updates;

    @BeforeEach
    void begin() throws IOException {
        updates = Files.createDirectory(folder.resolve("updates"));
        state = newState(folder.resolve("state"));
        for (int device = 0; device < DEVICES; device++) {
            send("update-" + device, bytes(TASK, device, device));
        }
    }

    /** A copy of the first one, which takes no wait for the disk. */
    private Path copiedState(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        for (String part :
                new String[] {"rounds", ROUND, "devices.jsonl", ROUND + "/before.bin", ROUND + "/task.json"}) {
            Files.copy(folder.resolve("state").resolve(part), made.resolve(part));
        }
        return made;
    }

    private static Path newState(Path made) {
        FleetState fleet = at(made);
        for (int i = 0; i < DEVICES; i++) {
            Octets device = TestFleet.device(i);
            fleet.enrol(List.of(device), () -> TestFleet.key(device));
        }
        fleet.begin(TASK, Optional.of(START));
        return made;
    }

    private static FleetState at(Path state) {
        return FleetState.at(state, () -> {});
    }

    private static byte[] bytes(Task task, int device, int seed) {
        Delta delta = TestFleet.delta(SIZE, new Random(seed));
        return TestFleet.record(device, TestFleet.update(task, 1 + device, new Content.Dense(delta)))
                .bytes();
    }

    private void send(String name, byte... bytes) throws IOException {
        Files.write(updates.resolve(name), bytes);
    }

    private RoundReport aggregate(Strategy<?> strategy) {
        return at(state).aggregate(updates, strategy, PLAIN);
    }

    /** What a round ends with that nothing disturbed. */
    private RoundReport undisturbed(Strategy<?> strategy) throws IOException {
        return at(copiedState("undisturbed-" + strategy.word())).aggregate(updates, strategy, PLAIN);
    }

    @Test
    void aRoundIsClosedWithItsReport() throws IOException {
        RoundReport report = aggregate(new FedAvg());
        Path round = state.resolve(ROUND);
        assertThat(report.counts()).isEqualTo(new Counts(DEVICES, Map.of()));
        assertThat(report.before()).isEqualTo(START.digest());
        assertThat(at(state).lastParameters()).isEqualTo(round.resolve("parameters.bin"));
        Parameters after = Parameters.read(Files.readAllBytes(round.resolve("parameters.bin")));
        assertThat(report.after()).isEqualTo(after.digest());
        assertThat(after).isNotEqualTo(START);
        assertThat(round.resolve("round.json")).hasContent(report.document().toString());
        assertThat(report.document().toString())
                .isEqualTo("{\"round\":7,\"strategy\":\"fedavg\",\"accepted\":12,"
                        + "\"refused\":{},\"base\":\"" + TASK.base() + "\",\"before\":\"" + START.digest()
                        + "\",\"after\":\""
                        + after.digest() + "\"}");
    }

    @Test
    void whatIsAmongTheFilesOfAStateIsTheOwnersOnly() throws IOException {
        aggregate(new FedAvg());
        for (String file : List.of("devices.jsonl", ROUND + "/accepted.journal", ROUND + "/parameters.bin")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void recordsThatDoNotCountAreCountedByReason() throws IOException {
        send("0-empty");
        send("0-text", "no record".getBytes(StandardCharsets.US_ASCII));
        send("0-long", new byte[1 << 20]);
        send("stranger", bytes(TASK, 999, 1));
        send("flipped", TestFleet.flipped(bytes(TASK, 3, 50), 900));
        send("copy", bytes(TASK, 3, 3));
        send("twice", bytes(TASK, 4, 51));
        send("old", bytes(task(6), 5, 5));
        send("large", bytes(TestFleet.task(SIZE, 4, new Form.Dense()), 5, 5));
        Files.createDirectory(updates.resolve("folder"));
        RoundReport report = aggregate(new Median());
        assertThat(report.counts())
                .isEqualTo(new Counts(
                        DEVICES,
                        Map.of(
                                Reason.FORMAT,
                                3L,
                                Reason.DEVICE,
                                1L,
                                Reason.MAC,
                                1L,
                                Reason.DUPLICATE,
                                2L,
                                Reason.ROUND,
                                1L,
                                Reason.RANGE,
                                1L)));
    }

    private static Task task(long round) {
        return Task.of(TASK.base(), TASK.part(), SIZE, round, TASK.shift(), TASK.clip(), TASK.form(), TASK.examples());
    }

    /** Which of two good records of a device counts does not follow from their names. */
    @Test
    void namesOfFilesDecideNothing() throws IOException {
        send("zz", bytes(TASK, 4, 51));
        RoundReport one = undisturbed(new FedAvg());
        Files.move(updates.resolve("zz"), updates.resolve("0"));
        Files.move(updates.resolve("update-4"), updates.resolve("zzz"));
        RoundReport other = aggregate(new FedAvg());
        assertThat(other).isEqualTo(one);
    }

    @Test
    void whatWasAcceptedStaysWhereTheRoundCannotBeClosed() throws IOException {
        assertThatThrownBy(() -> aggregate(Strategies.parse("krum:10"))).hasMessageContaining("THM-1006");
        for (int device = 0; device < DEVICES; device++) {
            Files.delete(updates.resolve("update-" + device));
        }
        send("another", bytes(TASK, 4, 51));
        assertThat(aggregate(new FedAvg()).counts()).isEqualTo(new Counts(DEVICES, Map.of(Reason.DUPLICATE, 1L)));
    }

    @Test
    void aProcessThatIsKilledAnywhereIsTakenUp() throws IOException {
        Strategy<?> adam = Strategies.parse("fedadam:0.01");
        RoundReport expected = undisturbed(adam);
        FailingDisk disk = FailingDisk.killing(0);
        for (int done = 0; !disk.isUnused(); done = next(done)) {
            state = copiedState("killed-" + done);
            disk = FailingDisk.killing(done);
            end(disk, adam);
            requireTakenUp(adam, expected);
        }
    }

    /** It is closed already, or another call closes it, and in the same way. */
    private void requireTakenUp(Strategy<?> strategy, RoundReport expected) throws IOException {
        Path report = state.resolve(ROUND + "/round.json");
        if (!Files.exists(report)) {
            assertThat(aggregate(strategy)).isEqualTo(expected);
        }
        assertThat(report).hasContent(expected.document().toString());
    }

    /** Some bytes of the journal, and every step behind it; {@code -Dthimble.full=true} takes every byte. */
    private static int next(int done) {
        int entry = bytes(TASK, 0, 0).length + 8;
        return done < DEVICES * (entry - 2) && !Boolean.getBoolean("thimble.full") ? done + 211 : done + 1;
    }

    private void end(FailingDisk disk, Strategy<?> strategy) {
        try {
            FleetState.at(state, () -> {}, disk).aggregate(updates, strategy, PLAIN);
        } catch (FailingDisk.Killed e) {
            assertThat(disk.isUnused()).isFalse();
        }
    }

    /** With all that a dying process cannot do. */
    @Test
    void aProcessThatEndsWithoutAWordIsTakenUp() throws Exception {
        RoundReport expected = undisturbed(new FedAvg());
        int journal = Math.toIntExact(Files.size(folder.resolve("undisturbed-fedavg/" + ROUND + "/accepted.journal")));
        for (int done : new int[] {100, journal - 1, journal + 2, journal + 7}) {
            state = copiedState("ended-" + done);
            assertThat(AggregatingChild.run(state, updates, "fedavg", done)).isEqualTo(1);
            requireTakenUp(new FedAvg(), expected);
        }
    }

    @Test
    void aFullDiskLosesNothingThatWasAccepted() throws IOException {
        RoundReport expected = undisturbed(new FedAvg());
        FailingDisk disk = FailingDisk.full(0);
        for (int done = 0; !disk.isUnused(); done = next(done)) {
            state = copiedState("full-" + done);
            disk = FailingDisk.full(done);
            FleetState full = FleetState.at(state, () -> {}, disk);
            try {
                full.aggregate(updates, new FedAvg(), PLAIN);
            } catch (ThimbleException e) {
                assertThat(e).hasMessageContaining("THM-1012").hasMessageContaining("No space left");
            }
            requireTakenUp(new FedAvg(), expected);
        }
    }

    /** The first call accepts some; the second one finds these in its journal and the rest in the folder. */
    @Test
    void updatesMayComeInSeveralCalls() throws IOException {
        RoundReport expected = undisturbed(new FedAvg());
        Path later = Files.createDirectory(folder.resolve("later"));
        for (int device = 5; device < DEVICES; device++) {
            Files.move(updates.resolve("update-" + device), later.resolve("update-" + device));
        }
        assertThatThrownBy(() -> aggregate(Strategies.parse("krum:2"))).hasMessageContaining("and 5 were accepted");
        updates = later;
        assertThat(aggregate(new FedAvg())).isEqualTo(expected);
    }

    @Test
    void theRestOfATornEntryIsCutOff() throws IOException {
        RoundReport expected = undisturbed(new FedAvg());
        assertThatThrownBy(() -> aggregate(Strategies.parse("krum:10"))).hasMessageContaining("THM-1006");
        Path journal = state.resolve(ROUND + "/accepted.journal");
        byte[] bytes = Files.readAllBytes(journal);
        Random random = new Random(1);
        byte[] torn = Arrays.copyOf(bytes, bytes.length - 100 - random.nextInt(300));
        torn[torn.length - 1] ^= 1;
        Files.write(journal, torn);
        assertThat(aggregate(new FedAvg())).isEqualTo(expected);
        assertThat(journal).hasSize(bytes.length);
    }

    @Test
    void roundsFollowEachOther() throws IOException {
        assertThatThrownBy(() -> at(state).begin(task(8), Optional.empty())).hasMessageContaining("THM-1011");
        RoundReport seventh = aggregate(new FedAvg());
        assertThatThrownBy(() -> aggregate(new FedAvg())).hasMessageContaining("THM-1010");
        assertThatThrownBy(() -> at(state).begin(task(9), Optional.empty())).hasMessageContaining("THM-1003");
        assertThatThrownBy(() -> at(state).begin(task(8), Optional.of(START))).hasMessageContaining("THM-1003");
        at(state).begin(task(8), Optional.empty());
        assertThat(at(state).task()).isEqualTo(task(8));
        assertThat(at(state).lastParameters()).exists();
        send("of-the-next", bytes(task(8), 2, 70));
        RoundReport eighth = aggregate(new FedAvg());
        assertThat(eighth.before()).isEqualTo(seventh.after());
        assertThat(eighth.counts()).isEqualTo(new Counts(1, Map.of(Reason.ROUND, (long) DEVICES)));
    }

    @Test
    void momentsOfTheRoundBeforeAreGoneOnWith() throws IOException {
        Strategy<?> adam = Strategies.parse("fedadam:0.01");
        aggregate(adam);
        at(state).begin(task(8), Optional.empty());
        send("of-the-next", bytes(task(8), 2, 70));
        RoundReport eighth = aggregate(adam);
        assertThat(state.resolve("rounds/0000000008/moments.bin")).hasSize(2L * Double.BYTES * SIZE);
        Files.delete(state.resolve(ROUND + "/moments.bin"));
        Files.delete(state.resolve("rounds/0000000008/round.json"));
        assertThat(aggregate(adam).after()).isNotEqualTo(eighth.after());
    }

    @Test
    void aDeviceThatIsNoMoreEnrolledCountsNoMore() throws IOException {
        assertThatThrownBy(() -> aggregate(Strategies.parse("krum:10"))).hasMessageContaining("THM-1006");
        Path keys = at(state).keys();
        String lines = Files.readString(keys);
        Files.writeString(keys, lines.substring(lines.indexOf('\n') + 1));
        assertThat(aggregate(new FedAvg()).counts()).isEqualTo(new Counts(DEVICES - 1, Map.of(Reason.DEVICE, 1L)));
    }

    @Test
    void aFolderWithoutARoundIsNoState() {
        FleetState none = at(folder.resolve("none"));
        assertThatThrownBy(none::task).hasMessageContaining("THM-1009");
        assertThatThrownBy(none::lastParameters).hasMessageContaining("THM-1009");
        assertThatThrownBy(() -> none.aggregate(updates, new FedAvg(), PLAIN)).hasMessageContaining("THM-1009");
        assertThatThrownBy(() -> none.begin(TASK, Optional.of(Parameters.of(1))))
                .hasMessageContaining("THM-1003");
    }

    @Test
    void updatesThatAreNotThereAreNamed() {
        updates = folder.resolve("nowhere");
        assertThatThrownBy(() -> aggregate(new FedAvg())).hasMessageContaining("THM-0801");
    }
}
