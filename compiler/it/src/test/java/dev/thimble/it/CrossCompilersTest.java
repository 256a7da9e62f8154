package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.CrossTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A package by other compilers, as other languages and with other C libraries: no warning, and the reference's bits in
 * the emulator. What needs tools that {@code ./thimble test} does not install comes with {@code --full}.
 */
class CrossCompilersTest {
    private static final Boards BOARDS = Boards.load(Checkout.INSTALLATION);
    private static final List<String> LEVELS = List.of("-O0", "-O1", "-O2", "-O3", "-Os");
    private static final List<String> LANGUAGES =
            Checkout.everywhere() ? List.of("c11", "c17", "c++11", "c++17", "c++20") : List.of("c11", "c++20");

    /** Without optimisation clang's frames are large. */
    private static final String STACK = "-Wl,--defsym=thimble_stack_size=0x10000";

    private static final String DEFAULT = "mps2-an386";
    private static final String ARM = "arm-none-eabi-";

    @TempDir
    Path folder;

    /** Boards of other kinds of core have the same sources or fewer. */
    static Stream<Arguments> languages() {
        return chosen().flatMap(board -> LANGUAGES.stream().map(language -> Arguments.of(board, language)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("languages")
    void asAnotherLanguage(String board, String language) throws IOException {
        Board target = BOARDS.named(board);
        check(new FlaggedFirmware(
                target,
                join(List.of(FlaggedFirmware.gcc(target)), as(language)),
                List.of("-O2"),
                target.tools().libraries()));
    }

    private static List<String> as(String language) {
        return language.startsWith("c++")
                ? List.of("-x", "c++", "-fno-exceptions", "-fno-rtti", "-std=" + language)
                : List.of("-std=" + language);
    }

    /** Arm's own rules have short enumerations and unsigned characters. */
    static Stream<Arguments> conventions() {
        return chosen().filter(board -> Checkout.everywhere() || board.equals(DEFAULT))
                .flatMap(board -> Stream.of("-fno-short-enums", "-fshort-enums", "-fsigned-char", "-funsigned-char")
                        .map(flag -> Arguments.of(board, flag)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("conventions")
    void withOtherConventions(String board, String flag) throws IOException {
        Board target = BOARDS.named(board);
        // Arm's linker warns where an object says otherwise than the C library's, of which no enumeration is used
        List<String> quiet = target.tools().prefix().equals(ARM) ? List.of("-Wl,--no-enum-size-warning") : List.of();
        check(FlaggedFirmware.of(target, join(List.of("-O2", flag), quiet)));
    }

    static Stream<String> armBoards() {
        return chosen().filter(board -> BOARDS.named(board).tools().prefix().equals(ARM));
    }

    @ParameterizedTest
    @MethodSource("armBoards")
    void withTheSmallCLibrary(String board) throws IOException {
        Board target = BOARDS.named(board);
        List<String> libraries = List.of("-lc_nano", "-lgcc");
        check(new FlaggedFirmware(target, List.of(FlaggedFirmware.gcc(target), "-std=c99"), List.of("-O2"), libraries));
    }

    static Stream<String> everywhereOnArm() {
        return armBoards().filter(board -> Checkout.everywhere());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("everywhereOnArm")
    void withPicolibc(String board) throws IOException {
        check(FlaggedFirmware.of(BOARDS.named(board), List.of("-O2", "-specs=picolibc.specs")));
    }

    static Stream<Arguments> clangs() {
        return everywhereOnArm().flatMap(board -> LEVELS.stream().map(level -> Arguments.of(board, level)));
    }

    /** Clang's objects beside gcc's start-up, by gcc's linker. */
    @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
    @MethodSource("clangs")
    void byClang(String board, String level) throws IOException {
        Board target = BOARDS.named(board);
        CrossTools tools = target.tools();
        List<String> clang = List.of(
                "clang",
                "--target=arm-none-eabi",
                "-std=c99",
                "-ffreestanding",
                "-isystem",
                "/usr/lib/arm-none-eabi/include",
                "-isystem",
                "/usr/include/newlib");
        check(new FlaggedFirmware(target, clang, List.of(level), join(tools.libraries(), List.of(STACK))));
    }

    private void check(FlaggedFirmware firmware) throws IOException {
        assertThat(firmware.logits(folder)).isEqualTo(TinyPackage.logits());
    }

    /** One board for each set of kernels. */
    private static Stream<String> chosen() {
        List<String> seen = new ArrayList<>();
        return Checkout.boards().cores().stream()
                .filter(board -> {
                    boolean first = !seen.contains(board.kernels().folder());
                    seen.add(board.kernels().folder());
                    return first;
                })
                .map(Board::name);
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
