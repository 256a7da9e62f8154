package dev.thimble.it;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.CrossTools;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.Harness;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The firmware of a tiny model, by a compiler and with flags that Thimble itself does not use.
 *
 * @param board what it runs on
 * @param compiler of the package's C: a program and what it is told besides the board's flags and these
 * @param flags of all that is compiled and linked
 * @param libraries behind the objects
 */
record FlaggedFirmware(Board board, List<String> compiler, List<String> flags, List<String> libraries) {
    private static final Toolchain TOOLS = Toolchain.onPath();
    private static final List<String> WARNINGS = List.of("-Wall", "-Wextra", "-Wpedantic", "-Werror");

    /** Copies the lists. */
    FlaggedFirmware {
        compiler = List.copyOf(compiler);
        flags = List.copyOf(flags);
        libraries = List.copyOf(libraries);
    }

    /** By the board's own compiler. */
    static FlaggedFirmware of(Board board, List<String> flags) {
        return new FlaggedFirmware(
                board, List.of(gcc(board), "-std=c99"), flags, board.tools().libraries());
    }

    static String gcc(Board board) {
        return TOOLS.require(Tool.compiler(board.tools())).toString();
    }

    /** What it computes of the model's inputs. */
    List<List<Integer>> logits(Path folder) throws IOException {
        TinyPackage.write(folder, "tiny", board.kernels());
        try (Device device = EmulatedDevice.start(TOOLS, board, linked(folder), "tiny")) {
            return TinyPackage.inputs().stream()
                    .map(ids -> device.ids(ids).logits())
                    .toList();
        }
    }

    private Path linked(Path folder) throws IOException {
        CrossTools tools = board.tools();
        Harness harness = new Harness(board);
        List<String> includes = Stream.concat(harness.includes().stream(), Stream.of("-I" + folder.resolve("include")))
                .toList();
        List<Path> own = Checkout.files(folder).stream()
                .filter(file -> file.toString().endsWith(".c"))
                .toList();
        List<String> objects = new ArrayList<>(compiled(folder.resolve("own"), compiler, includes, own));
        objects.addAll(
                compiled(folder.resolve("around"), List.of(gcc(board), "-std=c99"), includes, harness.sources()));
        Path elf = folder.resolve("tiny.elf");
        ToolRun.output(join(List.of(
                List.of(gcc(board)),
                tools.compilerFlags(),
                flags,
                List.of("-Wl,--gc-sections"),
                tools.linkerFlags(),
                harness.linkerFlags(folder),
                objects,
                libraries,
                List.of("-o", elf.toString()))));
        return elf;
    }

    /** An object a source, in a folder of their own; in one call of the compiler, as the smallest of makefiles does it. */
    private List<String> compiled(Path folder, List<String> command, List<String> includes, List<Path> sources)
            throws IOException {
        Files.createDirectories(folder);
        List<String> files = sources.stream().map(Path::toString).toList();
        ToolRun.in(
                        folder,
                        join(List.of(
                                command,
                                WARNINGS,
                                board.tools().compilerFlags(),
                                flags,
                                List.of("-ffunction-sections", "-c"),
                                includes,
                                files)),
                        ToolRun.LIMIT)
                .required();
        return Checkout.files(folder).stream().map(Path::toString).toList();
    }

    private static List<String> join(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
