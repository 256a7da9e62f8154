package dev.thimble.fleet.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever drops out, and when: the sum is that of those whose records came, and nobody tells more than it takes. */
class MaskedRoundTest {
    private static final long ROUND = MaskedFleet.TASK.round();

    /** {@code -Dthimble.full=true} takes more. */
    private static final int RUNS = Boolean.getBoolean("thimble.full") ? 200 : 8;

    private final MaskedFleet fleet = new MaskedFleet();
    private final Proceedings server = new Proceedings(ROUND);
    private final int[] sum = new int[MaskedFleet.SIZE + 1];
    private final List<Octets> came = new ArrayList<>();

    private static Octets id(int device) {
        return TestFleet.device(device);
    }

    private Optional<Reason> hear(byte... bytes) throws Refused {
        Optional<Reason> reason = server.refusal(Letter.parse(bytes));
        if (reason.isEmpty()) {
            server.read(bytes);
        }
        return reason;
    }

    private byte[] message(int device) {
        return server.message(id(device), TestFleet.key(id(device))).orElseThrow();
    }

    private void turn() throws Refused {
        server.read(server.turn(came));
    }

    private void join(Iterable<Integer> devices) throws Refused {
        for (int device : devices) {
            assertThat(hear(fleet.joined(device))).isEmpty();
        }
        turn();
    }

    private void share(Iterable<Integer> devices) throws Refused {
        for (int device : devices) {
            assertThat(hear(fleet.answer(device, message(device)))).isEmpty();
        }
        turn();
    }

    private void send(Iterable<Integer> devices) throws Refused {
        for (int device : devices) {
            assertThat(server.isAwaited(id(device))).isTrue();
            UpdateRecord record = UpdateRecord.parse(fleet.answer(device, message(device)));
            add(((Content.Masked) record.update().content()).words());
            came.add(record.device());
        }
        turn();
    }

    private void disclose(Iterable<Integer> devices) throws Refused {
        for (int device : devices) {
            assertThat(hear(fleet.answer(device, message(device)))).isEmpty();
        }
    }

    private void add(int... words) {
        Arrays.setAll(sum, i -> sum[i] + words[i]);
    }

    private static int[] plainSum(Iterable<Integer> devices) {
        int[] sum = new int[MaskedFleet.SIZE + 1];
        for (int device : devices) {
            for (int i = 0; i < MaskedFleet.SIZE; i++) {
                sum[i] +=
                        MaskedFleet.examples(device) * MaskedFleet.delta(device).value(i);
            }
            sum[MaskedFleet.SIZE] += MaskedFleet.examples(device);
        }
        return sum;
    }

    private static List<Integer> devices(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Some of them, in any order; at least so many. */
    private static List<Integer> some(List<Integer> of, int least, Random random) {
        List<Integer> mixed = new ArrayList<>(of);
        Collections.shuffle(mixed, random);
        return mixed.subList(0, least + random.nextInt(of.size() - least + 1));
    }

    @Test
    void theSumIsThatOfWhoeverAnswered() throws Refused {
        for (int seed = 0; seed < RUNS; seed++) {
            new MaskedRoundTest().runAtRandom(new Random(seed));
        }
    }

    private void runAtRandom(Random random) throws Refused {
        List<Integer> joined = some(devices(3 + random.nextInt(14)), 3, random);
        int threshold = Roster.threshold(joined.size());
        join(joined);
        List<Integer> shared = some(joined, threshold, random);
        share(shared);
        List<Integer> sent = some(shared, threshold, random);
        send(sent);
        disclose(some(sent, threshold, random));
        add(server.unmasking().words(sum.length));
        assertThat(sum).isEqualTo(plainSum(sent));
    }

    @Test
    void progressIsTold() throws Refused {
        assertThat(server.progress(9, 0)).isEqualTo(new Progress(Phase.ADVERTISING, 0, 9, 3));
        join(devices(5));
        assertThat(server.progress(9, 0)).isEqualTo(new Progress(Phase.SHARING, 0, 5, 4));
        share(devices(4));
        Progress masking = server.progress(9, 4);
        assertThat(masking).isEqualTo(new Progress(Phase.MASKING, 4, 4, 4));
        assertThat(masking.isComplete()).isTrue();
        send(devices(4));
        disclose(devices(3));
        Progress unmasking = server.progress(9, 4);
        assertThat(unmasking).isEqualTo(new Progress(Phase.UNMASKING, 3, 4, 4));
        assertThat(unmasking.isEnough()).isFalse();
    }

    @Test
    void fewerSharesThanTheThresholdGiveAnotherSum() throws Refused {
        join(devices(5));
        share(devices(5));
        send(devices(4));
        disclose(devices(3));
        assertThatThrownBy(server::unmasking)
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-1061");
    }

    /** What a device says to a letter, now that it learned something else. */
    private byte[] again(byte... letter) throws Refused {
        return MaskedFleet.participant(0)
                .answer(fleet.memory(0), letter, masks -> MaskedFleet.update(1, masks))
                .bytes();
    }

    /** Whatever is sent again is answered by the same again, and counted once. */
    @Test
    void theSameIsSaidAgain() throws Refused {
        byte[] first = fleet.joined(0);
        assertThat(MaskedFleet.participant(0).advertisement(fleet.memory(0)).bytes())
                .isEqualTo(first);
        join(devices(3));
        assertThat(hear(first)).isEmpty();
        byte[] roster = message(0);
        assertThat(again(roster)).isEqualTo(fleet.answer(0, roster)).isEqualTo(again(roster));
        share(devices(3));
        byte[] record = fleet.answer(0, message(0));
        assertThat(again(message(0))).isEqualTo(record);
        assertThat(again(roster)).isNotEqualTo(record);
        send(devices(3));
        disclose(devices(3));
        disclose(devices(3));
        add(server.unmasking().words(sum.length));
        assertThat(sum).isEqualTo(plainSum(devices(3)));
    }

    /** A question for others than those who answered, behind the first one. */
    @Test
    void nobodyTellsBothSecretsOfADevice() throws Refused {
        join(devices(6));
        share(devices(6));
        for (int device = 0; device < 6; device++) {
            fleet.answer(device, message(device));
        }
        Octets roster = Letter.parse(message(0)).field(0);
        fleet.answer(0, question(roster, 0b111110 ^ 0b100001));
        Octets first = Letter.parse(fleet.answer(0, question(roster, 0b011111))).field(2);
        assertThat(first.count()).isEqualTo(6 * X25519.BYTES);
        assertThat(reason(question(roster, 0b111111))).isEqualTo(Reason.DUPLICATE);
        assertThat(reason(question(roster, 0b101111))).isEqualTo(Reason.DUPLICATE);
    }

    private static byte[] question(Octets roster, int members) {
        return letter(Step.QUESTION, roster, Octets.of((byte) members));
    }

    private static byte[] letter(Step step, Octets... fields) {
        return Letter.of(id(0), TestFleet.key(id(0)), ROUND, step, fields).bytes();
    }

    private Reason reason(byte... letter) {
        try {
            fleet.answer(0, letter);
            throw new AssertionError("answered");
        } catch (Refused e) {
            return e.reason();
        }
    }

    @Test
    void whatADeviceKeepsIsKeptInAFile(@TempDir Path folder) throws Refused, IOException {
        MemoryFile file = new MemoryFile(folder.resolve("memory"));
        assertThat(file.read()).isEmpty();
        join(devices(4));
        file.write(fleet.memory(0));
        assertThat(file.read()).contains(fleet.memory(0));
        share(devices(4));
        send(devices(4));
        Memory memory = fleet.memory(0).settling((byte) 1);
        file.write(memory);
        assertThat(file.read()).contains(memory);
        assertThat(memory.isSettled((byte) 1)).isTrue();
        assertThat(memory.isSettled((byte) 2)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        Files.writeString(file.path(), "{\"seed\":\"00\"}");
        assertThatThrownBy(file::read).hasMessageContaining("THM-1017");
    }

    @Test
    void aDeviceAnswersNobodyButItsServer() throws Refused {
        join(devices(6));
        byte[] roster = message(0);
        assertThat(reason(message(1))).isEqualTo(Reason.DEVICE);
        assertThat(reason(TestFleet.flipped(roster, 8 * roster.length - 1))).isEqualTo(Reason.MAC);
        assertThat(reason(fleet.joined(0))).isEqualTo(Reason.FORMAT);
        DeviceKey key = TestFleet.key(id(0));
        assertThat(reason(Letter.of(
                                id(0),
                                key,
                                ROUND + 1,
                                Step.ROSTER,
                                Letter.parse(roster).field(0))
                        .bytes()))
                .isEqualTo(Reason.ROUND);
        assertThat(reason(message(1).clone())).isEqualTo(Reason.DEVICE);
    }

    /** Before shares there is nothing to mask, and before a record there is nothing to tell. */
    @Test
    void stepsComeInTheirOrder() throws Refused {
        join(devices(6));
        Octets roster = new Roster(ROUND, members(6)).digest();
        Octets some = Octets.of((byte) 0b111111);
        assertThat(reason(letter(Step.PARCEL, roster, some, Octets.of()))).isEqualTo(Reason.COHORT);
        share(devices(6));
        assertThat(reason(question(roster, 0b111111))).isEqualTo(Reason.COHORT);
    }

    private List<Roster.Member> members(int count) {
        return devices(count).stream()
                .map(device -> fleet.memory(device).secrets().member(id(device)))
                .toList();
    }

    @Test
    void aRosterThatIsNoneIsRefused() throws Refused {
        join(devices(6));
        DeviceKey key = TestFleet.key(id(0));
        List<Roster.Member> members = members(6);
        assertThat(reason(letter(
                        Step.ROSTER,
                        Parts.joined(members.stream()
                                .map(Roster.Member::bytes)
                                .limit(2)
                                .toList()))))
                .isEqualTo(Reason.FORMAT);
        assertThat(reason(letter(
                        Step.ROSTER,
                        Parts.joined(List.of(
                                members.get(1).bytes(),
                                members.get(0).bytes(),
                                members.get(2).bytes())))))
                .isEqualTo(Reason.FORMAT);
        assertThat(reason(letter(Step.ROSTER, Octets.of((byte) 1)))).isEqualTo(Reason.FORMAT);
        assertThat(reason(new Roster(ROUND, members.subList(1, 6))
                        .letter(id(0), key)
                        .bytes()))
                .isEqualTo(Reason.COHORT);
        List<Roster.Member> other = new ArrayList<>(members);
        other.set(
                0,
                new Roster.Member(
                        id(0), members.get(1).sealing(), members.get(0).masking()));
        assertThat(reason(new Roster(ROUND, other).letter(id(0), key).bytes())).isEqualTo(Reason.COHORT);
        other.set(0, members.get(0));
        other.set(
                1,
                new Roster.Member(
                        id(1), new Octets("00".repeat(32)), members.get(1).masking()));
        assertThat(reason(new Roster(ROUND, other).letter(id(0), key).bytes())).isEqualTo(Reason.RANGE);
    }

    /** Too few, or without the device, or who has no part in the sum, or of another roster. */
    @Test
    void aCohortThatIsNoneIsRefused() throws Refused {
        join(devices(6));
        share(devices(5));
        Letter parcel = Letter.parse(message(0));
        Octets roster = parcel.field(0);
        for (int members : new int[] {0b001111, 0b111110}) {
            assertThat(reason(letter(Step.PARCEL, roster, Octets.of((byte) members), parcel.field(2))))
                    .isEqualTo(Reason.COHORT);
        }
        assertThat(reason(letter(Step.PARCEL, Octets.sha256(), parcel.field(1), parcel.field(2))))
                .isEqualTo(Reason.COHORT);
        assertThat(reason(letter(Step.PARCEL, roster, Octets.of((byte) 0b1011111), parcel.field(2))))
                .isEqualTo(Reason.FORMAT);
        assertThat(reason(letter(Step.PARCEL, roster, Octets.of((byte) 0b111111), parcel.field(2))))
                .isEqualTo(Reason.FORMAT);
        Octets flipped = Octets.of(TestFleet.flipped(parcel.field(2).bytes(), 77));
        assertThat(reason(letter(Step.PARCEL, roster, parcel.field(1), flipped)))
                .isEqualTo(Reason.MAC);
        fleet.answer(0, message(0));
        for (int members : new int[] {0b001111, 0b011110, 0b101111}) {
            assertThat(reason(question(roster, members))).isEqualTo(Reason.COHORT);
        }
    }

    private static Task next() {
        Task task = MaskedFleet.TASK;
        return Task.of(task.base(), task.part(), task.parameters(), ROUND + 1, 0, 1, task.form(), 1);
    }

    @Test
    void theServerTakesWhatIsItsTurn() throws Refused {
        byte[] late = fleet.joined(7);
        byte[] other =
                MaskedFleet.participant(1).join(MaskedFleet.TASK, () -> 1).bytes();
        byte[] next = MaskedFleet.participant(1).join(next(), () -> 1).bytes();
        Octets good = new Octets("09" + "00".repeat(31));
        byte[] small = letter(Step.ADVERTISEMENT, Parts.joined(List.of(good, new Octets("00".repeat(32)))));
        byte[] shorter = letter(Step.ADVERTISEMENT, good);
        assertThat(hear(small)).contains(Reason.RANGE);
        assertThat(hear(shorter)).contains(Reason.RANGE);
        assertThat(hear(next)).contains(Reason.ROUND);
        join(devices(6));
        assertThat(hear(other)).contains(Reason.DUPLICATE);
        assertThat(hear(late)).contains(Reason.COHORT);
        assertThat(server.message(id(7), TestFleet.key(id(7)))).isEmpty();
        Octets roster = new Roster(ROUND, members(6)).digest();
        assertThat(hear(letter(Step.SHARES, Octets.sha256(), Octets.of()))).contains(Reason.COHORT);
        assertThat(hear(letter(Step.SHARES, roster, Octets.of()))).contains(Reason.RANGE);
        assertThat(hear(letter(Step.DISCLOSURE, roster, Octets.of(), Octets.of())))
                .contains(Reason.COHORT);
        byte[] missed = fleet.answer(5, message(5));
        share(devices(5));
        assertThat(hear(missed)).contains(Reason.COHORT);
        assertThat(server.isAwaited(id(5))).isFalse();
        send(devices(5));
        assertThat(server.isAwaited(id(0))).isFalse();
        Octets all = Octets.of((byte) 0b011111);
        assertThat(hear(letter(Step.DISCLOSURE, roster, Octets.of((byte) 0b111111), Octets.of())))
                .contains(Reason.COHORT);
        assertThat(hear(letter(Step.DISCLOSURE, roster, all, Octets.of()))).contains(Reason.RANGE);
    }

    @Test
    void aRosterIsFullWhenThereAreNoMorePlaces() throws Refused {
        Octets keys = new Octets(("09" + "00".repeat(31)).repeat(2));
        for (int device = 0; device < Roster.MOST; device++) {
            server.read(Letter.of(id(device), TestFleet.key(id(device)), ROUND, Step.ADVERTISEMENT, keys)
                    .bytes());
        }
        assertThat(hear(fleet.joined(300))).contains(Reason.COHORT);
        turn();
        assertThat(message(0)).hasSizeLessThan(Letter.MOST_BYTES);
    }

    /** Those that docs/fleet.md tells. */
    @Test
    void lettersHaveSoManyBytes() {
        Octets digest = Octets.sha256();
        Octets bitmap = zeros(4);
        assertThat(size(Step.ADVERTISEMENT, zeros(64))).isEqualTo(135);
        assertThat(size(Step.ROSTER, zeros(30 * 80))).isEqualTo(2473);
        assertThat(size(Step.SHARES, digest, zeros(29 * Pair.SEALED_BYTES))).isEqualTo(2892);
        assertThat(size(Step.PARCEL, digest, bitmap, zeros(29 * Pair.SEALED_BYTES)))
                .isEqualTo(2898);
        assertThat(size(Step.QUESTION, digest, bitmap)).isEqualTo(109);
        assertThat(size(Step.ROSTER, zeros(10 * 80))).isEqualTo(873);
        assertThat(size(Step.PARCEL, digest, zeros(2), zeros(9 * Pair.SEALED_BYTES)))
                .isEqualTo(976);
        assertThat(size(Step.ROSTER, zeros(255 * 80))).isEqualTo(20_473);
        assertThat(size(Step.PARCEL, digest, zeros(32), zeros(254 * Pair.SEALED_BYTES)))
                .isEqualTo(24_527);
        assertThat(size(Step.DISCLOSURE, digest, bitmap, zeros(30 * X25519.BYTES)))
                .isEqualTo(1074);
    }

    private static int size(Step step, Octets... fields) {
        return letter(step, fields).length;
    }

    private static Octets zeros(int count) {
        return Octets.of(new byte[count]);
    }

    @Test
    void moreThanTwoThirdsHaveToStay() {
        assertThat(IntStream.of(3, 4, 5, 6, 7, 30, 255).map(Roster::threshold).toArray())
                .containsExactly(3, 3, 4, 5, 5, 21, 171);
    }
}
