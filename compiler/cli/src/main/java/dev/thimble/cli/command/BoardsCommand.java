package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.thimble.cli.shell.Home;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.GraphTensors;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.board.Emulator;
import dev.thimble.frontend.LoadOptions;
import dev.thimble.frontend.ModelSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thimble boards}: what a package can be built for. */
@Command(name = "boards", mixinStandardHelpOptions = true)
public final class BoardsCommand implements Callable<Integer> {
    @Option(names = "--fits", paramLabel = "MODEL", description = "only boards whose flash holds the model's weights")
    private Optional<Path> model = Optional.empty();

    @Mixin
    private ReadingFlag reading;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        long needed = model.map(this::weightBytes).orElse(0L);
        List<Board> boards = Boards.load(Home.installation()).boards().stream()
                .filter(board -> board.memoryOf(Section.WEIGHTS).region().size() > needed)
                .toList();
        if (json) {
            System.out.println(document(boards));
        } else {
            boards.forEach(BoardsCommand::print);
        }
        return 0;
    }

    private long weightBytes(Path folder) {
        return GraphTensors.of(ModelSource.at(folder)
                        .load(new LoadOptions(Optional.empty(), reading.reading()))
                        .model()
                        .graph())
                .stream()
                .mapToLong(FloatTensor::size)
                .sum();
    }

    private static String emulator(Board board) {
        return board.emulator().map(Emulator::name).orElse("");
    }

    private static ArrayNode document(List<Board> boards) {
        ArrayNode list = new ObjectMapper().createArrayNode();
        boards.forEach(board -> list.addObject()
                .put("name", board.name())
                .put("cpu", board.cpu())
                .put("flash", board.bytes(MemoryKind.FLASH))
                .put("ram", board.bytes(MemoryKind.RAM))
                .put("emulator", emulator(board))
                .put("tier", board.tier()));
        return list;
    }

    private static void print(Board board) {
        System.out.printf(
                Locale.ROOT,
                "%-14s %-12s flash %6d KiB  RAM %6d KiB  tier %d  %s%n",
                board.name(),
                board.cpu(),
                board.bytes(MemoryKind.FLASH) / 1024,
                board.bytes(MemoryKind.RAM) / 1024,
                board.tier(),
                emulator(board));
    }
}
