package dev.thimble.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.TestFleet;
import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.client.Masks;
import dev.thimble.fleet.masking.Memory;
import dev.thimble.fleet.masking.Participant;
import dev.thimble.fleet.masking.Proceedings;
import dev.thimble.fleet.masking.Reply;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In masked rounds the device says, byte for byte, what {@code fleet.masking} says, and refuses what that refuses. */
class MaskedDeviceTest {
    private static final String NOTHING = "00".repeat(96);
    private static final int SIZE = 5;

    @TempDir
    static Path folder;

    private static FleetProgram program;

    @BeforeAll
    static void build() throws IOException {
        program = FleetProgram.checked(folder);
    }

    /** RFC 7748, section 5.2: two products, and a thousand, each the next secret of which the last one was the point. */
    @Test
    void productsAreThoseOfTheStandard() throws IOException {
        String nine = "09" + "00".repeat(31);
        assertThat(program.answers(List.of(
                        "x25519 a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"
                                + " e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c 1",
                        "x25519 4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"
                                + " e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493 1",
                        "x25519 " + nine + " " + nine + " 1",
                        "x25519 " + nine + " " + nine + " 1000")))
                .containsExactly(
                        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
                        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
                        "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079",
                        "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
    }

    /** Points of small order, some of them written as numbers that are not below p. */
    @Test
    void aProductThatEveryoneHasIsNone() throws IOException {
        List<String> points = List.of(
                "00".repeat(32),
                "01" + "00".repeat(31),
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ec" + "ff".repeat(30) + "7f",
                "ed" + "ff".repeat(31),
                "ee" + "ff".repeat(30) + "7f");
        assertThat(program.answers(points.stream()
                        .map(point -> "x25519 " + Octets.sha256() + " " + point + " 1")
                        .toList()))
                .containsOnly("-");
    }

    /** {@code -Dthimble.full=true} takes a large one, too. */
    @Test
    void everyByteOfARoundIsTheSame() throws IOException, Refused {
        new Round(8, 7, 6, 901).run();
        new Round(4, 3, 3, 0xFFFFFFFFL).run();
        if (Boolean.getBoolean("thimble.full")) {
            new Round(40, 35, 30, 70_000).run();
        }
    }

    /** A cohort of which some drop out; the server is Java's, and devices are both. */
    private static final class Round {
        private final Task task;
        private final int joined;
        private final int shared;
        private final int sent;
        private final Proceedings server;
        private final List<Memory> memories = new ArrayList<>();
        private final List<String> heard = new ArrayList<>();
        private final List<List<String>> letters = new ArrayList<>();

        Round(int joined, int shared, int sent, long number) {
            Task any = TestFleet.task(SIZE, 3, new Form.Masked());
            this.task = Task.of(any.base(), any.part(), SIZE, number, 3, any.clip(), any.form(), 4096);
            this.joined = joined;
            this.shared = shared;
            this.sent = sent;
            this.server = new Proceedings(number);
        }

        void run() throws IOException, Refused {
            join();
            turn(0);
            share();
            turn(0);
            mask();
            turn(sent);
            disclose();
            refuse();
        }

        private static Participant participant(int device) {
            return new Participant(id(device), key(device));
        }

        private static Octets id(int device) {
            return Octets.sha256((byte) device).first(UpdateRecord.DEVICE_BYTES);
        }

        private static DeviceKey key(int device) {
            return DeviceKey.of(keyOf(device).bytes());
        }

        private static Octets keyOf(int device) {
            return Octets.sha256((byte) device, (byte) 1);
        }

        private void turn(int came) throws Refused {
            server.read(server.turn(IntStream.range(0, came).mapToObj(Round::id).toList()));
        }

        private String line(String command, int device, List<String> more) {
            String words = "%s %s %s %d %s %s %s"
                    .formatted(
                            command,
                            id(device),
                            keyOf(device),
                            task.round(),
                            memories.get(device).seed(),
                            heard.get(device),
                            String.join(" ", more));
            return words.strip();
        }

        private void join() throws IOException, Refused {
            List<String> lines = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int device = 0; device < joined; device++) {
                Reply reply = participant(device)
                        .join(task, new HashStream(keyOf(device).bytes()));
                memories.add(reply.memory());
                heard.add(NOTHING);
                letters.add(new ArrayList<>());
                server.read(reply.bytes());
                lines.add(line("advertise", device, List.of()));
                expected.add(FleetProgram.hex(reply.bytes()));
            }
            assertThat(program.answers(lines)).isEqualTo(expected);
        }

        private Reply reply(int device) throws Refused {
            byte[] message = server.message(id(device), key(device)).orElseThrow();
            letters.get(device).add(FleetProgram.hex(message));
            Reply reply = participant(device)
                    .answer(
                            memories.get(device),
                            message,
                            masks -> TestFleet.update(task, 1, masks.masked(delta(device), 1 + device)));
            memories.set(device, reply.memory());
            return reply;
        }

        private static Delta delta(int device) {
            return TestFleet.delta(SIZE, new Random(device));
        }

        private void share() throws IOException, Refused {
            List<String> replies = new ArrayList<>();
            for (int device = 0; device < shared; device++) {
                byte[] reply = reply(device).bytes();
                server.read(reply);
                replies.add(FleetProgram.hex(reply));
            }
            assertThat(said("share", shared)).isEqualTo(replies);
        }

        /** What devices say to all that they have heard; it is in their memory, and once more they say the same. */
        private List<String> said(String command, int count) throws IOException {
            List<String> first = program.answers(lines(command, count));
            for (int device = 0; device < count; device++) {
                heard.set(device, first.get(device).split(" ", 2)[0]);
            }
            assertThat(program.answers(lines(command, count))).isEqualTo(first);
            return first.stream().map(answer -> answer.split(" ", 2)[1]).toList();
        }

        private List<String> lines(String command, int count) {
            return IntStream.range(0, count)
                    .mapToObj(device -> line(command, device, letters.get(device)))
                    .toList();
        }

        private void mask() throws IOException, Refused {
            List<String> records = new ArrayList<>();
            for (int device = 0; device < sent; device++) {
                records.add(FleetProgram.hex(reply(device).bytes()));
            }
            List<String> peers = said("mask", sent);
            assertThat(program.answers(IntStream.range(0, sent)
                            .mapToObj(device -> "record %s %s %s %d %s %s"
                                    .formatted(
                                            FleetProgram.words(task),
                                            id(device),
                                            keyOf(device),
                                            1 + device,
                                            FleetProgram.hex(delta(device).bytes()),
                                            peers.get(device)))
                            .toList()))
                    .isEqualTo(records);
        }

        private void disclose() throws IOException, Refused {
            List<String> replies = new ArrayList<>();
            for (int device = 0; device < sent; device++) {
                replies.add(FleetProgram.hex(reply(device).bytes()));
            }
            assertThat(said("disclose", sent)).isEqualTo(replies);
        }

        /** Another question, another roster, a bit that fell over, letters in each other's place. */
        private void refuse() throws IOException {
            String roster = letters.get(0).get(0);
            String parcel = letters.get(0).get(1);
            String question = letters.get(0).get(2);
            byte[] other = other();
            List<List<String>> wrong = new ArrayList<>(List.of(
                    List.of(roster, parcel, FleetProgram.hex(other)),
                    List.of(roster, question, question),
                    List.of(parcel, roster, question),
                    List.of(roster, parcel, letters.get(1).get(2)),
                    List.of(letters.get(1).get(0), parcel, question),
                    List.of(roster, parcel, "-")));
            Random random = new Random(3);
            for (int i = 0; i < 20; i++) {
                wrong.add(List.of(flipped(roster, random), parcel, question));
                wrong.add(List.of(roster, parcel, flipped(question, random)));
                wrong.add(List.of(roster, parcel, question.substring(0, 2 * random.nextInt(question.length() / 2))));
            }
            Stream<String> answers = program
                    .answers(wrong.stream()
                            .map(three -> line(
                                    "disclose",
                                    0,
                                    three.stream()
                                            .map(hex -> hex.isEmpty() ? "-" : hex)
                                            .toList()))
                            .toList())
                    .stream();
            assertThat(answers).containsOnly(heard.get(0) + " -");
        }

        /** All devices of the roster are said to have answered. */
        private byte[] other() {
            try {
                byte[] question = server.message(id(0), key(0)).orElseThrow();
                Octets digest = Letter.parse(question).field(0);
                BitSet all = new BitSet();
                all.set(0, joined);
                return Letter.of(id(0), key(0), task.round(), Step.QUESTION, digest, Octets.of(all.toByteArray()))
                        .bytes();
            } catch (Refused e) {
                throw new IllegalStateException(e);
            }
        }

        private static String flipped(String hex, Random random) {
            byte[] bytes = new Octets(hex).bytes();
            return FleetProgram.hex(TestFleet.flipped(bytes, random.nextInt(8 * bytes.length)));
        }
    }

    /** What is masked with no peer but the device's own seed is what Java adds. */
    @Test
    void theOwnMaskIsThatOfAPeerWhoIsAboveAll() throws IOException {
        Octets seed = Octets.sha256((byte) 9);
        Task task = TestFleet.task(SIZE, 3, new Form.Masked());
        Delta delta = TestFleet.delta(SIZE, new Random(1));
        Octets device = new Octets("fe".repeat(16));
        Octets key = Octets.sha256((byte) 8);
        byte[] expected = UpdateRecord.of(
                        device,
                        TestFleet.update(task, 1, Masks.NONE.plus(seed).masked(delta, 7)),
                        DeviceKey.of(key.bytes()))
                .bytes();
        assertThat(program.answers(List.of("record %s %s %s 7 %s %s"
                        .formatted(
                                FleetProgram.words(task),
                                device,
                                key,
                                FleetProgram.hex(delta.bytes()),
                                "ff".repeat(16) + seed))))
                .containsExactly(FleetProgram.hex(expected));
    }
}
