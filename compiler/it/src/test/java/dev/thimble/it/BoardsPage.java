package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.BoardMemory;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.Emulator;
import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * docs/boards.md: a row for each board, of its description and of what was measured there. Tests that build for a board
 * hold its figures; {@code -Dthimble.goldens=rewrite} writes its row anew.
 */
final class BoardsPage {
    static final Path FILE = Checkout.ROOT.resolve("docs/boards.md");

    private static final String TOP = """
            # Boards, and what was measured on them

            A shipped example on every board: `intents` (612,871 parameters, at most 64 tokens), or `tiny` (38,663 parameters, at most 32
            tokens) where the flash is smaller than 1 MiB. Flash and RAM are the package's, in bytes, with code and the bound of the stack;
            instructions are those of classifying "play some jazz", tokenizer included. GCC 12.2, `-O2`. Tests hold each row while they run
            or build for its board: figures to 2 %. To write a row anew: its test, with `-Dthimble.goldens=rewrite`.

            Tier 1 is run by `./thimble test`, tier 2 by `./thimble test --full`; of tier 3 the firmware is built and its sizes are checked,
            and it is never claimed to have run. How to add a board: [boards](../boards/README.md).

            | board | tier | core | kernels | memories | ran on | example | flash | RAM | instructions |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    private static final String NOT_RUN = "nothing";

    /** What another release of the compiler may change, as for docs/performance.md. */
    private static final double PER_CENT = 2;

    private static final int DESCRIBED = 6;

    private BoardsPage() {}

    /** What is in a row because the board's description says so. */
    private static String described(Board board) {
        return Stream.of(
                        "[" + board.name() + "](../boards/" + board.name() + "/README.md)",
                        Integer.toString(board.tier()),
                        board.cpu(),
                        board.kernels().folder(),
                        board.memories().stream().map(BoardsPage::memory).collect(Collectors.joining(", ")),
                        board.emulator().map(Emulator::name).orElse(NOT_RUN))
                .collect(Collectors.joining(" | ", "| ", " | "));
    }

    private static String memory(BoardMemory memory) {
        return String.format(
                Locale.ROOT, "%s %,d KiB", memory.name(), memory.region().size() >> 10);
    }

    /**
     * Compares a board's row with what a package needs there.
     *
     * @param example the package's name
     * @param report of the built package
     * @param instructions where it was run
     */
    static void hold(Board board, String example, JsonNode report, Optional<Long> instructions) throws IOException {
        List<Long> measured = new ArrayList<>();
        measured.add(report.path("memory").path("flash").path("total").asLong());
        measured.add(report.path("memory").path("ram").path("total").asLong());
        instructions.ifPresent(measured::add);
        if (Golden.isRewritten()) {
            write(board, example, measured);
        }
        String row = rows().getOrDefault(board.name(), "");
        assertThat(row).as("%s of docs/boards.md", board.name()).startsWith(described(board) + example + " | ");
        List<Long> figures = figures(row);
        assertThat(figures).as(row).hasSameSizeAs(measured);
        for (int at = 0; at < figures.size(); at++) {
            assertThat(figures.get(at)).as(row).isCloseTo(measured.get(at), withinPercentage(PER_CENT));
        }
    }

    /** The figures of a row, behind the example's name. */
    private static List<Long> figures(String row) {
        return Stream.of(row.split("\\|"))
                .skip(DESCRIBED + 2)
                .map(cell -> cell.strip().replace(",", ""))
                .filter(cell -> !cell.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    /** The rows by the names of their boards. */
    static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith("| [")) {
                rows.put(line.substring(3, line.indexOf(']')), line);
            }
        }
        return rows;
    }

    private static void write(Board board, String example, List<Long> figures) throws IOException {
        Map<String, String> rows = Files.exists(FILE) ? rows() : new TreeMap<>();
        rows.put(
                board.name(),
                described(board) + example + " | "
                        + figures.stream()
                                .map(figure -> String.format(Locale.ROOT, "%,d", figure))
                                .collect(Collectors.joining(" | "))
                        + (figures.size() == 2 ? " | |" : " |"));
        Files.writeString(FILE, page(rows));
    }

    /** In the order in which {@code thimble boards} lists them; a board that is gone has no row. */
    static String page(Map<String, String> rows) {
        return TOP
                + Boards.load(Checkout.INSTALLATION).boards().stream()
                        .map(Board::name)
                        .filter(rows::containsKey)
                        .map(name -> rows.get(name) + "\n")
                        .collect(Collectors.joining());
    }
}
