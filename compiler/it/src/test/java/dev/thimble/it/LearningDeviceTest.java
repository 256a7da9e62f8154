package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.Answer;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.HostDevice;
import dev.thimble.device.drive.LearningDevice;
import dev.thimble.device.drive.Started;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.fleet.record.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped example learns a label that it did not have: as a program of this machine, and on a board for good. */
class LearningDeviceTest {
    private static final String NAME = "intents";
    private static final String BOARD = "mps2-an386";
    private static final int ROOM = 9;
    private static final int MOST_RAM = 16_384;

    /** Sentences of the example that are learned from along with the new ones. */
    private static final int KNOWN = 14;

    private static final String LABEL = "SetAlarm";
    private static final List<String> NEW = List.of(
            "Wake me up at six tomorrow",
            "Set an alarm for half past seven",
            "I need an alarm at five in the morning",
            "Please wake me at nine on Sunday",
            "Put an alarm on for a quarter to eight",
            "Let the alarm ring at six thirty");
    private static final String ASKED = "Set my alarm for a quarter past six";

    @TempDir
    static Path folder;

    private static TaughtModel model;
    private static Path out;
    private static String summary;
    private static RoundsOfADevice rounds;

    @BeforeAll
    static void build() throws IOException {
        model = new TaughtModel(NAME, Checkout.MODEL, Checkout.SENTENCES, new TrainablePart.Head(), ROOM);
        out = folder.resolve("out");
        summary = model.compile(BOARD, out);
        rounds = RoundsOfADevice.of(model, out, NAME);
        Path key = folder.resolve("vendor.key");
        Call.succeeding("update", "keygen", key, "--levels", "1", "--heights", "5");
        Call.succeeding("build", out, "--trust", key + ".pub", "--vendor", "example.com", "--class", "lamp");
    }

    private static FleetDevice board() {
        Path elf = out.resolve("build").resolve(BOARD).resolve(NAME + ".elf");
        return EmulatedDevice.start(
                Toolchain.onPath(), Boards.load(Checkout.INSTALLATION).named(BOARD), elf, NAME);
    }

    private static FleetDevice program() {
        return HostDevice.start(out.resolve("build/host").resolve(NAME), NAME);
    }

    private static Answer ask(LearningDevice device) {
        return device.text(ASKED.getBytes(StandardCharsets.UTF_8));
    }

    /** Sentences of the new label and of those before, in turns. */
    private static void teach(LearningDevice device) throws IOException {
        assertThat(model.begin(device).status()).isZero();
        assertThat(model.addLabel(device, LABEL)).matches(learned -> learned.status() == 0 && learned.labels() == 8);
        List<String> known = Files.readAllLines(Checkout.SENTENCES);
        for (int step = 0; step < KNOWN; step++) {
            String[] line = known.get(step * (known.size() / KNOWN)).split("\t", -1);
            int label = step * 7 / KNOWN;
            assertThat(model.learn(device, line[1], label).status()).isZero();
            assertThat(model.learn(device, NEW.get(step % NEW.size()), model.labels() - 1)
                            .status())
                    .isZero();
        }
        List<Integer> expected = model.parameters();
        assertThat(device.parameters(0, expected.size())).isEqualTo(expected);
    }

    @Test
    void aBoardLearnsALabelAndKeepsIt() throws IOException {
        try (FleetDevice device = board()) {
            List<Integer> before = ask(device).logits();
            assertThat(before).hasSize(7);
            teach(device);
            assertThat(ask(device).logits()).as("not before it is installed").isEqualTo(before);
            assertThat(device.installUpTo(300_000).reason()).isZero();
            device.restart();
            assertThat(device.started().slot()).as("cut short").isEqualTo(Started.FACTORY);
            assertThat(ask(device).logits()).isEqualTo(before);
            teach(device);
            assertThat(device.install().reason()).isZero();
            device.restart();
            assertThat(device.started()).matches(started -> started.slot() == 0 && started.trial());
            assertThat(device.selfTest().status()).isZero();
            assertThat(device.confirm().reason()).isZero();
            device.restart();
            assertThat(device.started()).matches(started -> started.slot() == 0 && !started.trial());
            assertThat(ask(device).label()).isEqualTo(7);
            assertThat(ask(device).logits()).isEqualTo(model.logits(ASKED));
            assertThat(rounds.reasonAgainst(device)).isEqualTo(Reason.MODEL.code());
        }
    }

    /** In rounds of a fleet, as the reference does. */
    @Test
    void aBoardTellsWhatChanged() {
        try (FleetDevice device = board()) {
            rounds.take(device);
        }
    }

    @Test
    void aProgramOfThisMachineTellsTheSame() {
        try (FleetDevice device = program()) {
            rounds.refuse(device);
            rounds.take(device);
            rounds.lose(device);
        }
    }

    /** The trainer of all labels that there may be, which lies in RAM beside the arena. */
    @Test
    void theReportCountsTheTrainer() throws IOException {
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        JsonNode training = report.path("training");
        assertThat(training.path("part").asText()).isEqualTo("head");
        assertThat(training.path("parameters").asInt())
                .isEqualTo(model.parameters().size());
        assertThat(training.path("replay").asInt()).isEqualTo(TaughtModel.REPLAY);
        assertThat(training.path("ram").asInt()).isBetween(1, MOST_RAM);
        JsonNode ram = report.path("memory").path("ram");
        assertThat(ram.path("trainer")).isEqualTo(training.path("ram"));
        assertThat(Stream.of("arena", "stack", "static", "trainer")
                        .mapToInt(part -> ram.path(part).asInt())
                        .sum())
                .isEqualTo(ram.path("total").asInt());
        assertThat(summary).containsPattern("RAM .*; trainer [0-9,]+ bytes\\)");
        assertThat(training.path("code").asInt()).isPositive();
        assertThat(training.path("instructions").isMissingNode()).isTrue();
        assertThat(out.resolve("report.html"))
                .content()
                .contains("<td>trainer, for as long as it trains</td>", "known after <code>thimble verify");
    }

    /** The same requests; a program has no store. */
    @Test
    void aProgramOfThisMachineLearnsTheSame() throws IOException {
        try (LearningDevice device = program()) {
            teach(device);
            List<Integer> values =
                    model.parameters().stream().map(value -> value / 2).toList();
            assertThat(device.setParameters(0, values).status()).isZero();
            assertThat(device.parameters(0, values.size())).isEqualTo(values);
            assertThat(device.parameters(values.size() - 1, 2)).isEmpty();
            assertThatThrownBy(device::install).hasMessageContaining("unknown");
        }
    }

    /** Each line, and what the program answers. */
    @Test
    void requestsThatAreNoneAreAnsweredAsSuch() throws IOException, InterruptedException {
        String begin = "g 100000 15099494 0 2 7";
        List<List<String>> asked = List.of(
                List.of("l 0 41", "ok training 3 0 0"),
                List.of("a 7 41", "ok training 3 0 0"),
                List.of("y 0 1", "ok parameters 0"),
                List.of("z 0 00000000", "ok training 3 0 0"),
                List.of("g 1 2 3 4", "err syntax"),
                List.of("g 1 2 3 4 5 6", "err syntax"),
                List.of("g 1 2 3 4 4294967296", "err syntax"),
                List.of("g 100000 16777216 0 2 7", "ok training 6 0 0"),
                List.of("g 4294967295 0 0 2 7", "ok training 6 0 0"),
                List.of("g 100000 0 0 2 0", "ok training 6 0 0"),
                List.of(begin, "ok training 0 7 0"),
                List.of("l 7 41", "ok training 3 7 0"),
                List.of("l 65536 41", "ok training 3 7 0"),
                List.of("l 0", "err syntax"),
                List.of("l 0 4", "err syntax"),
                List.of("a 6 41", "ok training 3 7 0"),
                List.of("a 7 " + "41".repeat(24), "ok training 3 7 0"),
                List.of("a 7 " + "41".repeat(64), "ok training 3 7 0"),
                List.of("a 7 41", "ok training 0 8 0"),
                List.of("a 7 41", "ok training 3 8 0"),
                List.of("a 8 42", "ok training 0 9 0"),
                List.of("a 9 43", "ok training 3 9 0"),
                List.of("z 0 000000", "err syntax"),
                List.of("z 0 00002000", "ok training 0 9 0"),
                List.of("z 1 0000e0ff", "ok training 0 9 0"),
                List.of("z 0 01002000", "ok training 3 9 0"),
                List.of("z 0 0000000001002000", "ok training 3 9 0"),
                List.of("z 4294967295 00000000", "ok training 3 9 0"),
                List.of("y 0 2", "ok parameters 2 2097152 -2097152"),
                List.of("y 1 4294967295", "ok parameters 0"),
                List.of("y 0", "err syntax"),
                List.of("w 1", "err unknown"),
                List.of("T 00", "ok task 2 0 0 0"),
                List.of("C 00", "ok receipt 2 0"),
                List.of("L 1", "ok training 6 0 0"),
                List.of("U 1 1", "ok record 6 0 0"),
                List.of("R 0 1", "ok bytes 0"),
                List.of("I 0 " + "00".repeat(47), "err syntax"),
                List.of("I " + "00".repeat(48), "err syntax"),
                List.of("I 4294967295 " + "00".repeat(48), "ok known"),
                List.of("T 0", "err syntax"),
                List.of("T", "err syntax"),
                List.of("T 00", "ok task 1 0 0 0"),
                List.of("C", "err syntax"),
                List.of("C 00", "ok receipt 1 0"),
                List.of("L", "err syntax"),
                List.of("U 1", "err syntax"),
                List.of("U 1 0", "err syntax"),
                List.of("R 0", "err syntax"),
                List.of("gg", "err syntax"),
                List.of("q", "ok bye"));
        Process program =
                new ProcessBuilder(out.resolve("build/host").resolve(NAME).toString()).start();
        try (var requests = program.getOutputStream()) {
            for (List<String> each : asked) {
                requests.write((each.get(0) + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        String answers = new String(program.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(program.waitFor()).isZero();
        assertThat(answers.lines().skip(1))
                .containsExactlyElementsOf(
                        asked.stream().map(each -> each.get(1)).toList());
    }
}
