package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.device.analysis.MapFile;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report's pictures against what the linker says. */
class MapTest {
    private static final String BOARD = "mps2-an386";
    private static final Path BUILD = Shipped.BUILT.resolve("build").resolve(BOARD);
    private static final int LINE = 16;

    private static final Set<String> HARNESS =
            Set.of("thimble_app.o", "protocol.o", "request.o", "console.o", "startup_cortexm.o", "board.o");

    private final JsonNode report = Shipped.report();
    private final JsonNode flash = report.path("memory").path("flash");
    private final MapFile map = MapFile.read(BUILD.resolve(Shipped.NAME + ".map"));

    private long mapped(String section) {
        return map.byObject(section::equals).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights", "tables", "tokenizer"})
    void aSectionsTensorsAddUpToItsBytesInTheMap(String part) {
        long sum = 0;
        for (JsonNode constant : report.path("constants")) {
            boolean here = constant.path("section").asText().equals(".thimble_" + part);
            sum += here ? constant.path("bytes").asLong() : 0;
        }
        assertThat(sum).isEqualTo(flash.path(part).asLong()).isEqualTo(mapped(".thimble_" + part));
    }

    @Test
    void theCodeIsWhatTheModelsObjectsBrought() {
        long code = map.parts().stream()
                .filter(part -> Set.of(".text", ".rodata").contains(part.output()) && !HARNESS.contains(part.object()))
                .mapToLong(MapFile.Part::size)
                .sum();
        assertThat(flash.path("code").asLong()).isEqualTo(code);
    }

    /** Bytes of the program's symbols, by name. */
    private static Map<String, Long> symbols() {
        return symbols(1);
    }

    private static Map<String, Long> addresses() {
        return symbols(0);
    }

    private static Map<String, Long> symbols(int word) {
        Map<String, Long> symbols = new HashMap<>();
        Board board = Boards.load(Checkout.INSTALLATION).named(BOARD);
        String nm = Toolchain.onPath().require(Tool.of(board.tools(), "nm")).toString();
        ToolRun.output(List.of(nm, "-S", BUILD.resolve(Shipped.NAME + ".elf").toString()))
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 4)
                .forEach(words -> symbols.put(words[3], Long.parseLong(words[word], 16)));
        return symbols;
    }

    /** Those of one section are one symbol: nothing else is in it. */
    @ParameterizedTest
    @ValueSource(strings = {"weights", "tables"})
    void aSectionsTensorsAreOneStructure(String part) {
        assertThat(symbols())
                .containsEntry(
                        "thimble_" + Shipped.NAME + "_" + part, flash.path(part).asLong());
    }

    /** So a core waits once for what a step of a loop reads. */
    @ParameterizedTest
    @ValueSource(strings = {"weights", "tables"})
    void aSectionsTensorsBeginALineOfFlash(String part) {
        assertThat(addresses().get("thimble_" + Shipped.NAME + "_" + part) % LINE)
                .isZero();
    }

    @Test
    void everyTableOfTheTokenizerHasTheSizeOfItsSymbol() {
        Map<String, Long> symbols = symbols();
        int compared = 0;
        for (JsonNode constant : report.path("constants")) {
            String name = constant.path("name").asText();
            if (constant.path("section").asText().equals(".thimble_tokenizer") && !name.equals("alignment")) {
                assertThat(symbols).containsEntry(name, constant.path("bytes").asLong());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5);
    }

    @Test
    void theArenaOfTheReportIsWhatTheFirmwareReserves() {
        long arena = report.path("memory").path("ram").path("arena").asLong();
        assertThat(mapped(".thimble_arena")).isEqualTo(arena);
        long end = 0;
        for (JsonNode buffer : report.path("plan").path("buffers")) {
            end = Math.max(
                    end, buffer.path("offset").asLong() + buffer.path("bytes").asLong());
        }
        assertThat(end).isPositive().isLessThanOrEqualTo(arena);
        assertThat((end + 7) / 8 * 8).isEqualTo(arena);
    }
}
