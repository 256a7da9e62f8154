package dev.thimble.device.board;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The boards of an installation.
 *
 * @param boards sorted by tier and name
 */
public record Boards(List<Board> boards) {
    /** Bytes of flash that all models which are measured have room in. */
    private static final long MEASURED = 1 << 20;

    /** An immutable copy. */
    public Boards {
        boards = List.copyOf(boards);
    }

    /**
     * Reads every {@code boards/<name>/board.yml}.
     *
     * @param installation which has them
     */
    public static Boards load(Installation installation) {
        try (Stream<Path> folders = Files.list(installation.boards())) {
            return new Boards(folders.filter(folder -> Files.exists(folder.resolve(BoardFile.FILE)))
                    .map(Boards::read)
                    .sorted(Comparator.comparingInt(Board::tier).thenComparing(Board::name))
                    .toList());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", "boards", e.getMessage()), e);
        }
    }

    /** The board of this name. */
    public Board named(String name) {
        return boards.stream()
                .filter(board -> board.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ThimbleException(ToolProblem.BOARD_UNKNOWN.at("--board", name, names())));
    }

    /** Those of no higher tier than this one. */
    public Boards upTo(int tier) {
        return only(board -> board.tier() <= tier);
    }

    /** Those whose compilers and emulators are among what boards of no higher tier than this one need. */
    public Boards withToolsOf(int tier) {
        Set<String> compilers =
                upTo(tier).boards.stream().map(board -> board.tools().prefix()).collect(Collectors.toSet());
        Set<String> emulators =
                upTo(tier).boards.stream().flatMap(Boards::emulator).collect(Collectors.toSet());
        return only(board -> compilers.contains(board.tools().prefix())
                && emulators.containsAll(emulator(board).toList()));
    }

    private static Stream<String> emulator(Board board) {
        return board.emulator().stream().map(Emulator::program);
    }

    private Boards only(Predicate<Board> kept) {
        return new Boards(boards.stream().filter(kept).toList());
    }

    /** The boards that an emulator runs. */
    public List<Board> emulated() {
        return boards.stream().filter(board -> board.emulator().isPresent()).toList();
    }

    /**
     * For each kind of core the first board that an emulator runs and that has room for the models that are measured:
     * kernels and figures are those of a core.
     */
    public List<Board> cores() {
        Map<String, Board> first = new LinkedHashMap<>();
        emulated().stream()
                .filter(board -> board.bytes(MemoryKind.FLASH) >= MEASURED)
                .forEach(board -> first.putIfAbsent(board.cpu(), board));
        return List.copyOf(first.values());
    }

    private String names() {
        return boards.stream().map(Board::name).collect(Collectors.joining(", "));
    }

    private static Board read(Path folder) {
        return new DescriptionFile(folder.resolve(BoardFile.FILE))
                .read(BoardFile.class, written -> written.board(folder));
    }
}
