package dev.thimble.device.cycles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.Emulator;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.drive.Answer;
import dev.thimble.device.drive.CountedDevice;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the cycle model, one by one, by the loops of {@code examples/cycles}; the figures are those of its README. */
class CycleRulesTest {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final Path EXAMPLE = FakePackage.root().resolve("examples/cycles");
    private static final List<Integer> IDS = List.of(1, 2, 3);

    /** To fill caches, to measure the call, and as a rule. */
    private static final int CALLS_OF_NOTHING = 3;

    @TempDir
    static Path folder;

    private static final Map<Board, CountedDevice> DEVICES = new HashMap<>();

    @BeforeAll
    static void build() throws IOException {
        CompiledPackage target = FakePackage.edited(
                folder.resolve("fake"),
                "src/fake.c",
                "    int32_t sum = 0;\n",
                "    int32_t sum = 0;\n    cycle_rules_run(tell);\n");
        FakePackage.edit(folder.resolve("fake/src/fake.c"), "#include \"fake.h\"\n", """
                #include "fake.h"
                #include "rules.h"
                static void tell(const char *rule, uint32_t cycles)
                {
                    (void)rule;
                    (void)cycles;
                }
                """);
        Files.copy(EXAMPLE.resolve("rules.c"), folder.resolve("fake/src/rules.c"));
        Files.copy(EXAMPLE.resolve("rules.h"), folder.resolve("fake/include/rules.h"));
        for (Board board : boards().toList()) {
            DEVICES.put(board, started(board, target));
        }
    }

    /** The path has what an emulator's option takes for more than a letter. */
    private static CountedDevice started(Board board, CompiledPackage target) throws IOException {
        FirmwareArtifacts built = new FirmwareBuild(TOOLS, board).build(target, FirmwareOptions.plain());
        Path scratch = Files.createDirectories(folder.resolve("a, b " + board.name()));
        ExecutionCounter counter = ExecutionCounter.build(TOOLS, FakePackage.installation(), board, scratch);
        return CountedDevice.start(
                TOOLS,
                counter,
                board,
                CoreTiming.of(board.cpu()).orElseThrow(),
                board.speed().flash(),
                built.elf(),
                "fake");
    }

    /** One board a core, and those whose emulators count without QEMU's plugin. */
    static Stream<Board> boards() {
        Boards boards = FakePackage.boards();
        return Stream.concat(boards.cores().stream(), boards.emulated().stream().filter(CycleRulesTest::countsByItself))
                .distinct()
                .filter(board -> CoreTiming.of(board.cpu()).isPresent());
    }

    private static boolean countsByItself(Board board) {
        Emulator emulator = board.emulator().orElseThrow();
        return !emulator.counting().isEmpty() && !emulator.needsPlugin();
    }

    private static List<Execution> inference(CountedDevice device) {
        device.ran(CountedDevice.CALL);
        device.device().ids(IDS);
        List<Section> sections = device.ran(CountedDevice.CALL);
        assertThat(sections).hasSize(1);
        return sections.get(0).executions();
    }

    private static CycleModel model(Board board, FlashTiming flash) {
        return new CycleModel(
                DEVICES.get(board).model().listing(), CoreTiming.of(board.cpu()).orElseThrow(), flash);
    }

    /** What each rule takes, without the call. */
    private static Map<String, Long> rules(Board board) {
        Map<String, Cycles> functions = model(board, FlashTiming.NO_WAITING).byFunction(inference(DEVICES.get(board)));
        long call = functions.get("rule_nothing").cycles() / CALLS_OF_NOTHING;
        Map<String, Long> rules = new TreeMap<>();
        functions.forEach((name, cycles) -> {
            if (name.startsWith("rule_") && !name.equals("rule_nothing")) {
                rules.put(name.substring("rule_".length()), cycles.cycles() - call);
            }
        });
        return rules;
    }

    @ParameterizedTest
    @MethodSource("boards")
    void theFiguresOfThePageAreTheModels(Board board) throws IOException {
        Map<String, Long> page = new TreeMap<>();
        List<String> lines = Files.readAllLines(EXAMPLE.resolve("README.md"));
        List<String> heads = cells(lines.stream()
                .filter(line -> line.startsWith("| rule"))
                .findFirst()
                .orElseThrow());
        int column = heads.indexOf(board.cpu());
        assertThat(column).as(board.cpu()).isPositive();
        lines.stream()
                .filter(line -> line.startsWith("| `"))
                .map(CycleRulesTest::cells)
                .filter(cells -> !cells.get(column).isEmpty())
                .forEach(cells -> page.put(cells.get(0).replace("`", ""), Long.valueOf(cells.get(column))));
        assertThat(rules(board)).isEqualTo(page);
    }

    private static List<String> cells(String row) {
        return Stream.of(row.split("\\|", -1)).map(String::strip).skip(1).toList();
    }

    /** The emulator's own count is that of the counter, but for the few instructions of the call. */
    @ParameterizedTest
    @MethodSource("boards")
    void whatIsCountedIsWhatTheEmulatorExecutes(Board board) throws IOException {
        CompiledPackage plain = FakePackage.copyTo(folder.resolve("plain " + board.name()));
        try (CountedDevice device = started(board, plain)) {
            Answer answer = device.device().ids(IDS);
            long counted = device.ran(CountedDevice.CALL).get(0).executions().stream()
                    .mapToLong(Execution::executed)
                    .sum();
            assertThat(counted).isCloseTo(answer.instructions(), within(4L));
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyExecutionIsCountedTheSameAgain(Board board) {
        assertThat(inference(DEVICES.get(board))).isEqualTo(inference(DEVICES.get(board)));
    }

    /** A line of 16 bytes has eight short instructions; each of the 64 loads waits when nothing keeps its line. */
    @Test
    void memoryMakesCodeAndConstantsWait() {
        Board board = boards().findFirst().orElseThrow();
        CycleModel slow = model(board, new FlashTiming(5, 16));
        Cycles additions = slow.byFunction(inference(DEVICES.get(board))).get("rule_addition");
        assertThat(additions.least()).isEqualTo(additions.cycles());
        assertThat(additions.most() - additions.cycles()).isEqualTo(5 * (64 * 2 / 16 + 1));
    }
}
