package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.device.analysis.code.StackAnalysis;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.MemoryUse;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report's bytes against what the firmware holds and uses. */
class MemoryTest {
    private static final String BOARD = "mps2-an386";

    private final JsonNode report = Shipped.report();
    private final JsonNode ram = report.path("memory").path("ram");

    @Test
    void theFirmwareUsesNoMoreStackThanTheReportSaysAndJustTheArena() {
        MemoryUse use = use();
        assertThat(use.arena()).isEqualTo(ram.path("arena").asInt());
        StackAnalysis analysis = analysis();
        assertThat(ram.path("stack").asInt())
                .isEqualTo(analysis.worstCase("thimble_" + Shipped.NAME + "_classify")
                        .bytes());
        // The device measures from the call of the application's function, whose frame is its own business.
        assertThat(use.stackOfCall())
                .isPositive()
                .isLessThanOrEqualTo(analysis.worstCase("thimble_app_text").bytes());
        assertThat(use.stackPeak())
                .isLessThanOrEqualTo(report.path("firmware").path("stack_bound").asInt());
        assertThat(report.path("firmware").path("stack_bound").asInt())
                .isLessThan(report.path("firmware").path("stack_reserved").asInt());
    }

    private static StackAnalysis analysis() {
        Path build = Shipped.BUILT.resolve("build").resolve(BOARD);
        Path elf = build.resolve(Shipped.NAME + ".elf");
        try (Stream<Path> files = Files.list(build.resolve("obj.d"))) {
            List<Path> usage =
                    files.filter(file -> file.toString().endsWith(".su")).toList();
            Board board = Boards.load(Checkout.INSTALLATION).named(BOARD);
            return StackAnalysis.of(
                    Toolchain.onPath(), new FirmwareArtifacts(board, elf, elf, elf, elf, List.of(), List.of(), usage));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After a short text, one that is cut, and characters of every length. */
    private static MemoryUse use() {
        Board board = Boards.load(Checkout.INSTALLATION).named(BOARD);
        Path elf = Shipped.BUILT.resolve("build").resolve(BOARD).resolve(Shipped.NAME + ".elf");
        try (Device device = EmulatedDevice.start(Toolchain.onPath(), board, elf, Shipped.NAME)) {
            for (String text : new String[] {"play", "rain in Paris tomorrow ".repeat(40), "é 音楽 🎵 \u0001 a\u0300"}) {
                device.text(text.getBytes(StandardCharsets.UTF_8));
            }
            return device.memory();
        }
    }

    @Test
    void theArenaIsAsSmallAsAnyCanBe() {
        assertThat(ram.path("arena").asLong())
                .isPositive()
                .isEqualTo(ram.path("arena_lower_bound").asLong());
        assertThat(ram.path("arena_gap").asLong(-1)).isZero();
    }

    @Test
    void theTotalsAreTheSumsOfTheirParts() {
        JsonNode flash = report.path("memory").path("flash");
        assertThat(sum(flash, "weights", "tables", "tokenizer", "code"))
                .isEqualTo(flash.path("total").asLong());
        assertThat(sum(ram, "arena", "stack", "static"))
                .isEqualTo(ram.path("total").asLong());
        assertThat(flash.path("total").asLong() + ram.path("total").asLong())
                .isLessThanOrEqualTo(report.path("memory").path("budget").asLong());
    }

    private static long sum(JsonNode node, String... fields) {
        long sum = 0;
        for (String field : fields) {
            assertThat(node.path(field).asLong()).as(field).isPositive();
            sum += node.path(field).asLong();
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/model/name",
                "/model/architecture",
                "/model/sha256",
                "/model/parameters",
                "/memory/budget",
                "/memory/total",
                "/memory/flash/total",
                "/memory/flash/weights",
                "/memory/flash/tables",
                "/memory/flash/tokenizer",
                "/memory/flash/code",
                "/memory/ram/total",
                "/memory/ram/arena",
                "/memory/ram/arena_lower_bound",
                "/memory/ram/stack",
                "/memory/ram/static",
                "/quantization/layers/0/name",
                "/quantization/layers/0/sqnr_db",
                "/targets/0/board",
                "/targets/0/cpu",
                "/targets/0/max_tokens",
                "/targets/0/instructions",
                "/targets/0/verified"
            })
    void theReportHasTheFieldsThatScriptsRead(String field) {
        assertThat(report.at(field).isValueNode() && !report.at(field).isMissingNode())
                .as(field)
                .isTrue();
    }
}
