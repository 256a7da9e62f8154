package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.device.analysis.MapFile;
import dev.thimble.device.analysis.thumb.StackAnalysis;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.LearningDevice;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.testing.MeasuredFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What training costs a Cortex-M4: the head of the shipped example, 128 features and 7 labels. This prints the figures and
 * holds those of {@code runtime-c/trainer.json} to them.
 */
class TrainerCostTest {
    private static final String NAME = "intents";
    private static final String BOARD = "mps2-an386";
    private static final int LABELS = 7;
    private static final int AGAIN = 4;
    private static final int MOST_RAM_BYTES = 16_384;
    private static final int MOST_CODE_BYTES = 8_192;
    private static final int MOST_STACK_BYTES = 1_536;
    private static final byte[] SENTENCE = "Put an alarm on for a quarter to eight".getBytes(StandardCharsets.UTF_8);
    private static final MeasuredFigures FIGURES = new MeasuredFigures("trainer.json", BOARD);

    @TempDir
    static Path folder;

    private static TaughtModel model;
    private static Path out;

    @BeforeAll
    static void build() {
        model = new TaughtModel(NAME, Checkout.MODEL, Checkout.SENTENCES, new TrainablePart.Head(), LABELS);
        out = folder.resolve("out");
        model.compile(BOARD, out);
        Path key = folder.resolve("vendor.key");
        Call.succeeding("update", "keygen", key, "--levels", "1", "--heights", "5");
        Call.succeeding("build", out, "--trust", key + ".pub", "--vendor", "example.com", "--class", "lamp");
    }

    private static Path built(String file) {
        return out.resolve("build").resolve(BOARD).resolve(file);
    }

    private static Board board() {
        return Boards.load(Checkout.INSTALLATION).named(BOARD);
    }

    private static void hold(String figure, long measured, long most) throws IOException {
        System.out.println("trainer: " + figure.replace('_', ' ') + " " + measured);
        assertThat(measured).isBetween(1L, most);
        FIGURES.hold(figure, measured);
    }

    /** The last of so many steps on one sentence, each with kept examples besides, if there are any. */
    private static long step(LearningDevice device, int steps, int replayed) {
        assertThat(device.train(model.rates(), replayed, TaughtModel.SEED).status())
                .isZero();
        return Stream.generate(() -> device.learn(0, SENTENCE))
                .limit(steps)
                .reduce((before, after) -> after)
                .orElseThrow()
                .instructions();
    }

    /** Without the body: what a step takes more than an answer, whose own last product is then in the body's share. */
    @Test
    void aStepTakesSoManyInstructions() throws IOException {
        try (LearningDevice device = EmulatedDevice.start(Toolchain.onPath(), board(), built(NAME + ".elf"), NAME)) {
            long inference = device.text(SENTENCE).instructions();
            long alone = step(device, 1, 0);
            long more = step(device, 2, AGAIN);
            hold("instructions_of_a_step_besides_inference", alone - inference, 200_000);
            hold("instructions_of_a_step_and_its_inference", alone, 2 * inference);
            hold("instructions_of_an_example_again", (more - alone) / AGAIN, 100_000);
        }
    }

    @Test
    void theCodeIsSmall() throws IOException {
        Map<String, Long> objects = MapFile.read(built(NAME + ".map")).byObject(List.of(".text", ".rodata")::contains);
        long code = objects.entrySet().stream()
                .filter(entry -> entry.getKey().matches("train_\\w+\\.o|" + NAME + "_trainer\\.o"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        hold("code_bytes", code, MOST_CODE_BYTES);
    }

    @Test
    void theMemoryIsSmall() throws IOException {
        long ram = new ObjectMapper()
                .readTree(out.resolve("report.json").toFile())
                .at("/training/ram")
                .asLong();
        hold("ram_bytes_of_32_kept_examples", ram, MOST_RAM_BYTES);
    }

    /** Of the trainer's own calls, inference included. */
    @Test
    void theStackIsBounded() throws IOException {
        Path elf = built(NAME + ".elf");
        try (Stream<Path> files = Files.list(built("obj.d"))) {
            List<Path> usage =
                    files.filter(file -> file.toString().endsWith(".su")).toList();
            StackAnalysis analysis = StackAnalysis.of(
                    Toolchain.onPath(),
                    new FirmwareArtifacts(board(), elf, elf, elf, elf, List.of(), List.of(), usage));
            for (String call : List.of("learn", "round")) {
                long bytes = analysis.worstCase("thimble_" + NAME + "_" + call).bytes();
                hold("worst_case_stack_bytes_of_" + call, bytes, MOST_STACK_BYTES);
            }
        }
    }
}
