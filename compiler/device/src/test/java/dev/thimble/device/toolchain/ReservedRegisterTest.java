package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.CrossTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operating systems keep the address of a task's data in r9 (-msingle-pic-base), or keep r9 for themselves (-ffixed-r9):
 * no kernel may write it then, not even for a while, for an interrupt may come at any time.
 */
class ReservedRegisterTest {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final CrossTools ARM =
            Boards.load(FakePackage.installation()).named("mps2-an386").tools();
    private static final Path RUNTIME = FakePackage.root().resolve("runtime-c");
    private static final List<String> POSITION_INDEPENDENT =
            List.of("-fpic", "-msingle-pic-base", "-mno-pic-data-is-text-relative");

    private static final String R9 = "(r9|sb)";

    /** Stores, comparisons and branches write no register that they name first; their address may move on. */
    private static final Pattern NAMES_NO_RESULT =
            Pattern.compile("(v?st|push|cm|ts|teq|b(?!ic|f)|cb|vpst|vcmp|vctp|le|nop).*");

    private static final Pattern FIRST = Pattern.compile(R9 + "(,.*|$)");
    private static final Pattern SECOND = Pattern.compile("\\w+, " + R9 + "(,.*|$)");
    private static final Pattern WRITES_TWO =
            Pattern.compile("(ldrd|[su]m(ul|la)l|smlald|smlsld|umaal|v\\w+l?v\\w*).*");
    private static final Pattern LIST = Pattern.compile(".*\\{.*\\b" + R9 + "\\b.*\\}");
    private static final Pattern RANGE = Pattern.compile(".*\\{.*r[0-8]-(r9|sb|r1\\d|sl|fp|ip|lr).*\\}");
    private static final Pattern MOVES_ON =
            Pattern.compile(".*(\\[" + R9 + "\\], .*|\\[" + R9 + ".*\\]!|^" + R9 + "!.*)");

    @TempDir
    Path folder;

    static Stream<Arguments> builds() {
        return KernelSets.all().stream()
                .filter(kernels -> kernels != KernelSets.RV32)
                .flatMap(kernels -> Stream.of(List.of("-ffixed-r9"), POSITION_INDEPENDENT)
                        .flatMap(flags ->
                                Stream.of("-O1", "-O2", "-Os").map(level -> Arguments.of(kernels, flags, level))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("builds")
    void noKernelWritesTheNinthRegister(KernelSet kernels, List<String> flags, String level) throws Exception {
        for (Path object : objects(kernels, flags, level)) {
            assertThat(writers(object)).as(object.toString()).isEmpty();
        }
    }

    /** The check itself would notice: with all registers free, the loops that take all of them use the ninth. */
    @Test
    void whereItIsFreeTheLoopsUseIt() throws Exception {
        List<String> free = new ArrayList<>();
        for (Path object : objects(KernelSets.DSP, List.of(), "-O2")) {
            writers(object).stream().filter(line -> line.startsWith("smlad")).forEach(free::add);
        }
        assertThat(free).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mov r9, r1|true",
                "ldmia.w sp!, {r4, r9, pc}|true",
                "stmdb sp!, {r4, r9, lr}|false",
                "ldr r1, [r9, #4]|false",
                "ldr r1, [r9], #4|true",
                "str r9, [r1]|false",
                "str r1, [r9, #4]!|true",
                "ldrd r2, r9, [r1]|true",
                "smull r1, r9, r2, r3|true",
                "cmp r9, r1|false",
                "add r1, r9, r2|false",
                "ldmia.w r9!, {r1, r2}|true",
                "ldmia.w r1!, {r4-r9}|true"
            })
    void theCheckKnowsWhatWrites(String instruction, boolean writes) {
        assertThat(writes(instruction)).isEqualTo(writes);
    }

    private List<Path> objects(KernelSet kernels, List<String> flags, String level) throws Exception {
        List<String> all = new ArrayList<>(core(kernels));
        all.addAll(flags);
        all.add(level);
        all.add("-I" + RUNTIME.resolve("include"));
        Path sets = RUNTIME.resolve("src/kernels");
        kernels.sources().forEach(set -> all.add("-I" + sets.resolve(set.folder())));
        all.add("-I" + RUNTIME.resolve("src/blocks"));
        try (Stream<Path> files = Files.list(sets.resolve(kernels.folder()))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".c"))
                    .sorted()
                    .toList();
            return new Compilation(TOOLS.require(Tool.compiler(ARM)), all, folder).compile(sources);
        }
    }

    /**
     * The flags of the first board that has these kernels; the portable ones suit any. On Armv6-M no loop names r9, and what
     * gcc does with it is its own business.
     */
    private static List<String> core(KernelSet kernels) {
        List<Board> boards = FakePackage.boards().boards().stream()
                .filter(board -> board.architecture().startsWith("Arm")
                        && !board.architecture().equals("Armv6-M"))
                .toList();
        return boards.stream()
                .filter(board -> board.kernels() == kernels)
                .findFirst()
                .orElse(boards.get(0))
                .tools()
                .compilerFlags();
    }

    /** Instructions that write r9. Without the architecture objdump takes some of Helium's for others. */
    private static List<String> writers(Path object) {
        String objdump = TOOLS.require(Tool.of(ARM, "objdump")).toString();
        return ToolRun.output(List.of(objdump, "-d", "--no-show-raw-insn", "-m", "armv8.1-m.main", object.toString()))
                .lines()
                .filter(line -> line.matches(" *[0-9a-f]+:\\t.*"))
                .map(line -> line.replaceFirst(" *[0-9a-f]+:\\t", "")
                        .replaceFirst("\\s*@.*", "")
                        .replace('\t', ' '))
                .filter(ReservedRegisterTest::writes)
                .collect(Collectors.toList());
    }

    private static boolean writes(String instruction) {
        int space = instruction.indexOf(' ');
        String name = space < 0 ? instruction : instruction.substring(0, space);
        String operands = space < 0 ? "" : instruction.substring(space + 1);
        if (MOVES_ON.matcher(operands).matches()) {
            return true;
        }
        if (NAMES_NO_RESULT.matcher(name).matches()) {
            return false;
        }
        return FIRST.matcher(operands).matches()
                || LIST.matcher(operands).matches()
                || RANGE.matcher(operands).matches()
                || (WRITES_TWO.matcher(name).matches()
                        && SECOND.matcher(operands).matches());
    }
}
