package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.cli.shell.Home;
import dev.thimble.cli.shell.TerminalProgress;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.Emulator;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.fit.BoardFit;
import dev.thimble.pipeline.fit.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thimble boards}: what a package can be built for. */
@Command(name = "boards", mixinStandardHelpOptions = true, sortOptions = false)
public final class BoardsCommand implements Callable<Integer> {
    private static final long KIB = 1024;

    @ArgGroup(exclusive = false)
    private Wanted wanted = new Wanted();

    /** A model that is to fit. */
    private static final class Wanted {
        @Option(
                names = "--fits",
                paramLabel = "MODEL",
                required = true,
                description =
                        "how a model fits each board: what every memory would hold, what is left of it or missing,"
                                + " and what would help")
        private Optional<Path> model = Optional.empty();

        @Option(names = "--calibration", paramLabel = "FILE", description = "real sentences, as for compile")
        private Optional<Path> calibration = Optional.empty();

        @Option(names = "--max-tokens", paramLabel = "N", description = "the longest sequence; the model's by default")
        private Optional<Integer> maxTokens = Optional.empty();
    }

    @Mixin
    private ReadingFlag reading;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        Installation installation = Home.installation();
        List<Board> boards = Boards.load(installation).boards();
        wanted.model.ifPresentOrElse(model -> printFits(fits(installation, model, boards)), () -> printBoards(boards));
        return 0;
    }

    private List<BoardFit> fits(Installation installation, Path folder, List<Board> boards) {
        CompileSettings settings = CompileSettings.of(folder)
                .maxTokens(wanted.maxTokens)
                .calibration(wanted.calibration)
                .reading(reading.reading())
                .limits(Limits.none())
                .build();
        return new Compiler(installation, new TerminalProgress()).fits(settings, boards);
    }

    private void printBoards(List<Board> boards) {
        if (json) {
            ArrayNode list = new ObjectMapper().createArrayNode();
            boards.forEach(board -> put(list.addObject(), board));
            System.out.println(list);
        } else {
            boards.forEach(board -> System.out.println(line(board)));
        }
    }

    private void printFits(List<BoardFit> fits) {
        if (json) {
            ArrayNode list = new ObjectMapper().createArrayNode();
            fits.forEach(fit -> put(list.addObject(), fit));
            System.out.println(list);
        } else {
            fits.forEach(fit -> System.out.println(line(fit)));
            System.out.println("with room for code and stack; what they take is known after the build");
        }
    }

    private static String emulator(Board board) {
        return board.emulator().map(Emulator::name).orElse("");
    }

    private static void put(ObjectNode node, Board board) {
        node.put("name", board.name())
                .put("cpu", board.cpu())
                .put("flash", board.bytes(MemoryKind.FLASH))
                .put("ram", board.bytes(MemoryKind.RAM))
                .put("emulator", emulator(board))
                .put("tier", board.tier());
    }

    private static void put(ObjectNode node, BoardFit fit) {
        put(node, fit.board());
        node.put("fits", fit.fits())
                .put("flash_needed", fit.needed(MemoryKind.FLASH))
                .put("ram_needed", fit.needed(MemoryKind.RAM));
        ArrayNode memories = node.putArray("memories");
        fit.memories()
                .forEach(use -> memories.addObject()
                        .put("name", use.memory().name())
                        .put("kind", use.memory().kind().word())
                        .put("size", use.memory().region().size())
                        .put("needed", use.needed())
                        .put("margin", use.margin()));
        fit.remedy().ifPresent(remedy -> node.put("remedy", remedy));
    }

    private static String line(Board board) {
        return String.format(
                        Locale.ROOT,
                        "%-14s %-12s flash %6d KiB  RAM %6d KiB  tier %d  %s",
                        board.name(),
                        board.cpu(),
                        board.bytes(MemoryKind.FLASH) / KIB,
                        board.bytes(MemoryKind.RAM) / KIB,
                        board.tier(),
                        emulator(board))
                .stripTrailing();
    }

    private static String line(BoardFit fit) {
        return String.format(
                Locale.ROOT,
                "%-4s %-14s %-11s %s%s",
                fit.fits() ? "yes" : "no",
                fit.board().name(),
                fit.board().cpu(),
                fit.memories().stream().map(BoardsCommand::text).collect(Collectors.joining("; ")),
                fit.remedy().map(remedy -> "\n     " + remedy).orElse(""));
    }

    /** In whole KiB: what is needed is rounded up, and what is left or missing follows. */
    private static String text(BoardFit.Use use) {
        long needed = (use.needed() + KIB - 1) / KIB;
        long left = use.memory().region().size() / KIB - needed;
        return String.format(
                Locale.ROOT,
                "%s %,d of %,d KiB, %,d %s",
                use.memory().name(),
                needed,
                use.memory().region().size() / KIB,
                Math.abs(left),
                left < 0 ? "missing" : "left");
    }
}
