package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Firmware under flags that projects use and Thimble itself does not: it links, starts, and computes the same bits. */
class CompilerFlagsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> builds() {
        // -O2 is among those of all boards
        Stream<Arguments> levels = Stream.of("-O0", "-Og", "-O1", "-O3", "-Os")
                .map(level -> Arguments.of("mps2-an386", List.of("-flto", level)));
        Stream<Arguments> boards = Checkout.boards().cores().stream()
                .flatMap(board -> Stream.of(List.of("-flto", "-O2"), List.of("-ffixed-r9", "-O2"))
                        .filter(flags -> board.architecture().startsWith("Arm") || !flags.contains("-ffixed-r9"))
                        .map(flags -> Arguments.of(board.name(), withoutRelaxing(board, flags))));
        Stream<Arguments> loops = Stream.of("mps2-an383", "mps2-an386", "mps3-an547")
                .flatMap(board -> Stream.of(
                        Arguments.of(board, List.of("-fno-omit-frame-pointer", "-O2")),
                        Arguments.of(board, List.of("-DTHIMBLE_C_LOOPS", "-Os"))));
        return Stream.of(levels, boards, loops).flatMap(builds -> builds);
    }

    /** GNU ld 2.40 may fail to relax what link-time optimisation made: RISC-V code is linked as the assembler left it. */
    private static List<String> withoutRelaxing(Board board, List<String> flags) {
        return board.architecture().startsWith("Arm")
                ? flags
                : Stream.concat(flags.stream(), Stream.of("-mno-relax")).toList();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("builds")
    void aFirmwareComputesTheReferencesBits(String name, List<String> flags) throws IOException {
        Board board = Boards.load(Checkout.INSTALLATION).named(name);
        assertThat(FlaggedFirmware.of(board, flags).logits(folder)).isEqualTo(TinyPackage.logits());
    }
}
