package dev.thimble.device.cycles;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.BoardMemory;
import dev.thimble.device.board.Emulator;
import dev.thimble.device.board.FlashTiming;
import dev.thimble.device.board.Region;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What counts in an emulator, address by address, which instructions are executed.
 *
 * @param plugin for the emulator, built, where it needs one
 * @param counts the file that is written
 */
public record ExecutionCounter(Optional<Path> plugin, Path counts) {
    private static final String SOURCE = "_counting/executions.c";
    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.");

    /** From this version on QEMU asks for the second interface of plugins. */
    private static final int SECOND = 9;

    /**
     * Builds it.
     *
     * @param folder of the plugin, and of what it writes
     * @throws ThimbleException where a board's emulator cannot count
     */
    public static ExecutionCounter build(Toolchain toolchain, Installation installation, Board board, Path folder) {
        if (!isPossible(toolchain, board)) {
            throw new ThimbleException(ToolProblem.BOARD_NOT_COUNTED.at("", board.name()));
        }
        Optional<Path> plugin = Optional.of(emulator(board))
                .filter(Emulator::needsPlugin)
                .map(emulator ->
                        built(toolchain, installation, board.name(), emulator, folder.resolve("executions.so")));
        return new ExecutionCounter(plugin, folder.resolve("executions.txt"));
    }

    private static Path built(
            Toolchain toolchain, Installation installation, String board, Emulator emulator, Path plugin) {
        ToolRun.output(List.of(
                toolchain.require(Tool.GCC).toString(),
                "-O2",
                "-shared",
                "-fPIC",
                "-fvisibility=hidden",
                "-DTHIMBLE_PLUGIN_API=" + (version(toolchain, board, emulator) < SECOND ? 1 : 2),
                installation.boards().resolve(SOURCE).toString(),
                "-o",
                plugin.toString()));
        return plugin;
    }

    /** Whether a board's emulator can count: by itself, or because it is a QEMU that was built with plugins. */
    public static boolean isPossible(Toolchain toolchain, Board board) {
        return board.emulator()
                .filter(emulator -> !emulator.counting().isEmpty())
                .filter(emulator -> !emulator.needsPlugin() || takesPlugins(toolchain, board.name(), emulator))
                .isPresent();
    }

    private static boolean takesPlugins(Toolchain toolchain, String board, Emulator emulator) {
        return ToolRun.of(List.of(toolchain.require(Tool.of(board, emulator)).toString(), "-help"))
                .output()
                .lines()
                .anyMatch(line -> line.startsWith("-plugin "));
    }

    private static Emulator emulator(Board board) {
        return board.emulator()
                .orElseThrow(() -> new ThimbleException(ToolProblem.BOARD_NOT_EMULATED.at("", board.name())));
    }

    private static int version(Toolchain toolchain, String board, Emulator emulator) {
        String said = ToolRun.output(
                List.of(toolchain.require(Tool.of(board, emulator)).toString(), "--version"));
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new ThimbleException(ToolProblem.VERSION_UNREADABLE.at("", emulator.program()));
        }
        return Integer.parseInt(version.group(1));
    }

    /** What the emulator is started with besides: sections begin at the functions of these addresses. */
    public List<String> arguments(Board board, FlashTiming flash, Collection<Long> marks) {
        List<String> words = new ArrayList<>(List.of("out=" + escaped(counts)));
        marks.forEach(mark -> words.add("mark=0x" + Long.toHexString(mark)));
        Region code = code(board);
        words.add("constants=0x" + Long.toHexString(code.origin()) + "-0x" + Long.toHexString(code.end()));
        words.add("line=" + flash.lineBytes());
        return emulator(board).counting(plugin.map(ExecutionCounter::escaped).orElse(""), String.join(",", words));
    }

    /** What it will have counted. */
    public Sections sections() {
        return new Sections(counts);
    }

    /** A comma in a name is written twice. */
    private static String escaped(Path file) {
        return file.toAbsolutePath().toString().replace(",", ",,");
    }

    /** Whatever lies between the first flash and the last one. */
    private static Region code(Board board) {
        List<Region> flashes = board.memories().stream()
                .filter(memory -> memory.kind() == MemoryKind.FLASH)
                .map(BoardMemory::region)
                .toList();
        long begin = flashes.stream().mapToLong(Region::origin).min().orElseThrow();
        long end = flashes.stream().mapToLong(Region::end).max().orElseThrow();
        return new Region(begin, end - begin);
    }
}
