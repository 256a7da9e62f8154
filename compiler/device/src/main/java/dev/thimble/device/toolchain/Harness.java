package dev.thimble.device.toolchain;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.LinkerScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What makes a firmware of a package: the C files of the layers that a board is built on, and the board's own.
 *
 * @param board the board
 * @param layers the folders of the layers
 */
public record Harness(Board board, List<Path> layers) {
    /** The layers of training and of a fleet's rounds, beside the boards. */
    private static final List<String> TRAINING = List.of("_training", "_rounds");

    /** What the layers are told of it. */
    static final String TRAINING_FLAG = "-DTHIMBLE_TRAINING";

    /** An immutable copy. */
    public Harness {
        layers = List.copyOf(layers);
    }

    /** What every firmware of a board has. */
    public Harness(Board board) {
        this(board, board.layers());
    }

    /** What a firmware has that takes updates. */
    public static Harness updatable(Board board) {
        return new Harness(
                board,
                Stream.concat(board.layers().stream(), board.updateLayers().stream())
                        .toList());
    }

    /** The same with what trains a package's models over the line protocol. */
    public Harness training() {
        return new Harness(
                board,
                Stream.concat(layers.stream(), trainingLayers(board.folder().getParent()).stream())
                        .toList());
    }

    /**
     * The folders of what trains models over the line protocol.
     *
     * @param boards the folder of all boards and layers
     */
    static List<Path> trainingLayers(Path boards) {
        return TRAINING.stream().map(boards::resolve).toList();
    }

    /** All C files, layer by layer. */
    public List<Path> sources() {
        return Stream.concat(layers.stream(), Stream.of(board.folder()))
                .flatMap(folder -> CompiledPackage.list(folder, ".c").stream())
                .toList();
    }

    /** Where the compiler finds the layers' headers. */
    public List<String> includes() {
        return layers.stream().map(layer -> "-I" + layer).toList();
    }

    /**
     * What the linker is to be told: the script, and where the parts lie that it includes.
     *
     * @param build the folder that a script is written to, under the name {@link LinkerScript#FILE}
     */
    public List<String> linkerFlags(Path build) {
        return Stream.concat(Stream.of("-T" + script(build)), layers.stream().map(layer -> "-L" + layer))
                .toList();
    }

    /** The script that the board brings, as it is, or else one made of its description. */
    private Path script(Path build) {
        Path own = board.folder().resolve(LinkerScript.FILE);
        return Files.exists(own) ? own : write(build.resolve(LinkerScript.FILE));
    }

    private Path write(Path file) {
        try {
            return Files.writeString(file, new LinkerScript(board).text());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", file.getParent(), e.toString()), e);
        }
    }
}
