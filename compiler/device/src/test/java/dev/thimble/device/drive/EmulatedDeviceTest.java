package dev.thimble.device.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmulatedDeviceTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    static Path folder;

    private static final Map<Board, FirmwareArtifacts> BUILT = new LinkedHashMap<>();

    @BeforeAll
    static void build() {
        for (Board board : FakePackage.withRoom(FakePackage.boards().emulated())) {
            FirmwareBuild build = new FirmwareBuild(TOOLS, board);
            CompiledPackage target = FakePackage.copyTo(folder.resolve(board.name()));
            BUILT.put(board, build.build(target, FirmwareOptions.plain().traced()));
        }
    }

    static Set<Board> boards() {
        return BUILT.keySet();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void allImagesAreMade(Board board) throws Exception {
        FirmwareArtifacts built = BUILT.get(board);
        assertThat(built.elf()).endsWith(Path.of(board.name(), "build", board.name() + "-trace", "fake.elf"));
        assertThat(Files.size(built.bin())).isBetween(1000L, 20_000L);
        assertThat(Files.readString(built.hex())).startsWith(":");
        assertThat(Files.readString(built.map())).contains(".thimble_weights");
    }

    @ParameterizedTest
    @MethodSource("boards")
    void fiveHundredLinesPassWithoutLoss(Board board) {
        Random random = new Random(1);
        try (Device device = start(board)) {
            for (int line = 0; line < 500; line++) {
                byte[] text = new byte[random.nextInt(40)];
                random.nextBytes(text);
                List<Integer> bytes = IntStream.range(0, text.length)
                        .mapToObj(at -> Byte.toUnsignedInt(text[at]))
                        .toList();
                assertThat(device.text(text).ids()).isEqualTo(bytes);
            }
        }
    }

    /** Whoever started it may be gone: nothing but the end of its input tells the firmware. */
    @ParameterizedTest
    @MethodSource("boards")
    void theFirmwareEndsWhenItsInputDoes(Board board) throws Exception {
        Path requests = Files.writeString(folder.resolve("requests"), "i 1 2 3\ni 4");
        List<String> command =
                EmulatedDevice.command(TOOLS, board, BUILT.get(board).elf());
        Process fromFile = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(requests.toFile())
                .start();
        assertThat(lines(fromFile)).hasSize(2).last().asString().startsWith("ok ");
        assertThat(fromFile.waitFor()).isZero();
        Process fromPipe = new ProcessBuilder(command).redirectErrorStream(true).start();
        fromPipe.getOutputStream().close();
        assertThat(lines(fromPipe)).hasSize(1).first().asString().startsWith("thimble ");
        assertThat(fromPipe.waitFor()).isZero();
    }

    private static List<String> lines(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void aTextLongerThanALinePasses(Board board) {
        try (Device device = start(board)) {
            Answer answer = device.text(new byte[60_000]);
            assertThat(answer.truncated()).isTrue();
            assertThat(answer.ids()).hasSize(512);
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void instructionsAreCountedExactly(Board board) {
        try (Device device = start(board)) {
            long one = device.ids(List.of(7, 1)).instructions();
            for (int rounds : new int[] {2, 3, 4, 5, 6, 100, 1001, 65535}) {
                long instructions = device.ids(List.of(7, rounds)).instructions();
                assertThat(instructions - one).isEqualTo(2L * (rounds - 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void instructionsAreTheSameInEveryBoot(Board board) {
        List<Long> first = counts(board);
        assertThat(first).doesNotContain(0L);
        assertThat(counts(board)).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("boards")
    void aTraceTellsEveryValue(Board board) {
        try (Device device = start(board)) {
            assertThat(device.trace(List.of(3, 65535)).rows())
                    .containsExactly(
                            new TraceRow("seen", 0, List.of(3, -1)),
                            new TraceRow("logits", 0, List.of(65538, -65538, 2)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mps2-an386", "mps3-an547"})
    void aProfileTellsWhatEachStepTookAndAddsUp(String name) {
        Board board = Boards.load(FakePackage.installation()).named(name);
        FirmwareArtifacts profiled = new FirmwareBuild(TOOLS, board)
                .build(
                        FakePackage.copyTo(folder.resolve("profile").resolve(name)),
                        FirmwareOptions.plain().profiled());
        try (Device device = EmulatedDevice.start(TOOLS, board, profiled.elf(), "fake")) {
            Profile few = device.profile(List.of(7, 10));
            Profile many = device.profile(List.of(7, 60_010));
            assertThat(few.steps()).extracting(StepCost::value).containsExactly("(start)", "spin", "(answer)");
            assertThat(many.steps().get(1).rows()).isEqualTo(60_010);
            assertThat(cost(many, 1) - cost(few, 1)).isEqualTo(2L * 60_000);
            assertThat(cost(few, 1)).isBetween(20L, 40L);
            assertThat(cost(many, 0)).isEqualTo(cost(few, 0));
            assertThat(cost(many, 2)).isEqualTo(cost(few, 2));
            long sum = many.steps().stream().mapToLong(StepCost::instructions).sum();
            assertThat(many.answer().instructions()).isEqualTo(sum);
            assertThat(sum).isCloseTo(device.ids(List.of(7, 60_010)).instructions(), within(300L));
        }
    }

    private static long cost(Profile profile, int step) {
        return profile.steps().get(step).instructions();
    }

    @Test
    void aFirmwareWithoutProfileRefusesToTellOne() {
        try (Device device = start(BUILT.keySet().iterator().next())) {
            assertThatThrownBy(() -> device.profile(List.of(1)))
                    .hasMessageContaining("THM-0606")
                    .hasMessageContaining("unknown");
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void aFaultIsTold(Board board) {
        try (Device device = start(board)) {
            assertThatThrownBy(() -> device.ids(List.of(10000)))
                    .hasMessageContaining("THM-0606")
                    .hasMessageContaining(" refused the request i 10000: fault");
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void aStackThatIsTooSmallIsAFaultAndNotAWrongAnswer(Board board) {
        CompiledPackage target = FakePackage.copyTo(folder.resolve("stack").resolve(board.name()));
        FirmwareBuild build = new FirmwareBuild(TOOLS, board);
        FirmwareArtifacts built = build.build(target, FirmwareOptions.plain());
        int used = stackUsed(board, built);
        for (int bytes : new int[] {64, used / 2, used * 3 / 4}) {
            FirmwareArtifacts tight =
                    build.relinked(target, FirmwareOptions.plain().withStack(bytes / 8 * 8), built);
            assertThatThrownBy(() -> {
                        try (Device device = EmulatedDevice.start(TOOLS, board, tight.elf(), "fake")) {
                            device.ids(List.of(1));
                        }
                    })
                    .as("%d bytes", bytes)
                    .hasMessageMatching("(?s).*(THM-0605|THM-0606|the core is locked up).*");
        }
    }

    private static int stackUsed(Board board, FirmwareArtifacts built) {
        try (Device device = EmulatedDevice.start(TOOLS, board, built.elf(), "fake")) {
            device.ids(List.of(1));
            return device.memory().stackPeak();
        }
    }

    @Test
    void aFirmwareThatIsLinkedWithAnotherStackIsTheOneThatIsBuiltWithIt() throws IOException {
        FirmwareBuild build = new FirmwareBuild(TOOLS, BUILT.keySet().iterator().next());
        CompiledPackage target = FakePackage.copyTo(folder.resolve("relinked"));
        FirmwareOptions small = FirmwareOptions.plain().withStack(4096);
        FirmwareArtifacts expected = build.build(target, small);
        List<byte[]> bytes = contents(expected);
        FirmwareArtifacts first = build.build(target, FirmwareOptions.plain());
        assertThat(Files.readAllBytes(first.elf())).isNotEqualTo(bytes.get(0));
        FirmwareArtifacts again = build.relinked(target, small, first);
        assertThat(again).isEqualTo(expected);
        assertThat(contents(again)).containsExactlyElementsOf(bytes);
    }

    private static List<byte[]> contents(FirmwareArtifacts built) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : List.of(built.elf(), built.bin(), built.hex(), built.map())) {
            contents.add(Files.readAllBytes(file));
        }
        return contents;
    }

    /** 2.8 milliard instructions, more than the board's counter of 32 bits can tell apart. */
    @Test
    void aCounterThatWrapsLosesNothing() {
        Board board = BUILT.keySet().iterator().next();
        try (Device device = start(board)) {
            long one = device.ids(List.of(8, 1)).instructions();
            long most = device.ids(List.of(8, 42_725)).instructions();
            assertThat(most - one).isEqualTo(42_724L * 2 * 32_768);
        }
    }

    private static List<Long> counts(Board board) {
        List<Long> counts = new ArrayList<>();
        try (Device device = start(board)) {
            for (int at = 1; at < 50; at++) {
                counts.add(device.ids(List.of(at, at)).instructions());
                counts.add(device.text(new byte[at]).instructions());
            }
        }
        return counts;
    }

    private static Device start(Board board) {
        return EmulatedDevice.start(TOOLS, board, BUILT.get(board).elf(), "fake");
    }
}
