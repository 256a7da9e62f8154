package dev.thimble.device.board;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The boards of an installation.
 *
 * @param boards sorted by tier and name
 */
public record Boards(List<Board> boards) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .build();

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
            return new Boards(folders.filter(folder -> Files.exists(folder.resolve("board.yml")))
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

    /** The boards that QEMU runs. */
    public List<Board> emulated() {
        return boards.stream().filter(board -> board.emulator().isPresent()).toList();
    }

    private String names() {
        return boards.stream().map(Board::name).collect(Collectors.joining(", "));
    }

    private static Board read(Path folder) {
        Path file = folder.resolve("board.yml");
        try {
            Board board = Optional.ofNullable(YAML.readValue(file.toFile(), BoardFile.class))
                    .orElseThrow(() -> unusable(file, "it says nothing"))
                    .board(folder);
            if (!folder.endsWith(board.name())) {
                throw unusable(file, "its name is \"" + board.name() + "\" and its folder's is another");
            }
            return board;
        } catch (JsonProcessingException e) {
            throw unusable(file, e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw unusable(file, "a memory is not a number: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw unusable(file, e.getMessage());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.getMessage()), e);
        }
    }

    private static ThimbleException unusable(Path file, String why) {
        return new ThimbleException(ToolProblem.BOARD_UNUSABLE.at(file.toString(), why));
    }
}
