package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Boards that nothing here runs: their firmware is built, with a stack that has a bound, and its sizes are looked at. */
class BuiltBoardsTest {
    private static final Boards BOARDS = Boards.load(Checkout.INSTALLATION);
    private static final int BUILT_ONLY = 3;

    @TempDir
    Path folder;

    static Stream<Board> boards() {
        return Checkout.boards().boards().stream().filter(board -> board.tier() == BUILT_ONLY);
    }

    /** They have no emulator, so nothing could run them by mistake. */
    @Test
    void noneOfThemIsClaimedToRun() {
        assertThat(boards()).isNotEmpty().allMatch(board -> board.emulator().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("boards")
    void theFirmwareFits(Board board) throws IOException {
        Path out = MovedPackage.ofExample(board, folder.resolve(board.name()));
        Call.succeeding("build", out);
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        memoriesAreJudgedApart(report, board);
        BoardsPage.hold(board, MovedPackage.example(board.name()), report, Optional.empty());
        JsonNode firmware = report.path("firmware");
        assertThat(firmware.path("flash").asLong()).isBetween(50_000L, board.bytes(MemoryKind.FLASH));
        assertThat(firmware.path("ram").asLong()).isBetween(2_000L, board.bytes(MemoryKind.RAM));
        assertThat(firmware.path("stack_bound").asLong())
                .isBetween(1L, firmware.path("stack_reserved").asLong());
        assertThat(out.resolve("build").resolve(board.name()).resolve(MovedPackage.example(board.name()) + ".hex"))
                .isNotEmptyFile();
    }

    private static void memoriesAreJudgedApart(JsonNode report, Board board) {
        assertThat(report.path("memories")).hasSameSizeAs(board.memories());
        long flash = 0;
        for (JsonNode memory : report.path("memories")) {
            assertThat(memory.path("margin").asLong())
                    .as(memory.toString())
                    .isPositive()
                    .isEqualTo(
                            memory.path("size").asLong() - memory.path("used").asLong());
            flash += memory.path("kind").asText().equals("flash")
                    ? memory.path("used").asLong()
                    : 0;
        }
        assertThat(flash)
                .isEqualTo(report.path("memory").path("flash").path("total").asLong());
    }

    /** The example has more constants than an STM32F446RE has flash; what it is short of is said, and of which memory. */
    @Test
    void aModelThatIsTooLargeIsRefusedByTheMemory() {
        Call call = Call.thimble(
                "compile",
                Checkout.MODEL,
                "--calibration",
                Checkout.SENTENCES,
                "--board",
                "nucleo-f446re",
                "-o",
                folder.resolve("out"));
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics())
                .singleElement()
                .asString()
                .contains("of FLASH of nucleo-f446re")
                .contains("more than there are (524,288 bytes)");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** The arena is where the core waits for nothing, the weights are in flash. */
    @Test
    void theArenaOfAnH743LiesInItsDtcm() {
        Board board = BOARDS.named("nucleo-h743zi");
        assertThat(List.of(
                        board.memoryOf(Section.ARENA).name(),
                        board.memoryOf(Section.WEIGHTS).name()))
                .containsExactly("DTCM", "FLASH");
    }
}
