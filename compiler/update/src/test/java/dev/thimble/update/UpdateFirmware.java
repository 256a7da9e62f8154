package dev.thimble.update;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Harness;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Cortex-M4 that takes packages: {@code runtime-c/test/update_firmware.c} with the updater, as firmware of a board that
 * is emulated.
 *
 * @param toolchain where the programs are
 * @param artifacts what was built; {@link FirmwareArtifacts#objects()} are those of the updater alone
 */
record UpdateFirmware(Toolchain toolchain, FirmwareArtifacts artifacts) {
    /** The board. */
    static final String BOARD = "mps2-an386";

    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final Path RUNTIME = ROOT.resolve("runtime-c");
    private static final String INPUT = "0x20380000";
    private static final int STACK_BYTES = 8192;
    private static final int ALIGNMENT = 16;
    private static final int INPUT_HEADER = 32;

    /** As a firmware is compiled; gcc says how much stack each function takes. */
    private static final List<String> FLAGS = List.of(
            "-std=c99",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Wconversion",
            "-Wshadow",
            "-Wstrict-prototypes",
            "-Werror",
            "-O2",
            "-ffunction-sections",
            "-fdata-sections",
            "-fstack-usage");

    /** Built in a folder of its own. */
    static UpdateFirmware build(Path folder) throws IOException {
        return build(folder, List.of(RUNTIME.resolve("test/update_firmware.c")), List.of());
    }

    /**
     * Another program with the updater.
     *
     * @param sources all but those of the updater and the board
     * @param flags of the compiler besides
     */
    static UpdateFirmware build(Path folder, List<Path> sources, List<String> flags) throws IOException {
        Toolchain toolchain = Toolchain.onPath();
        Board board = Boards.load(new Installation(ROOT)).named(BOARD);
        Harness harness = new Harness(board);
        List<Path> updater = new ArrayList<>(StoreProgram.sourcesIn(RUNTIME.resolve("src/update")));
        updater.add(RUNTIME.resolve("src/image/sha256.c"));
        updater.addAll(StoreProgram.sourcesIn(RUNTIME.resolve("src/store")));
        List<Path> program = new ArrayList<>(harness.sources().stream()
                .filter(source -> !source.endsWith("protocol.c") && !source.endsWith("request.c"))
                .toList());
        program.addAll(sources);
        Path compiler = toolchain.require(Tool.compiler(board.tools()));
        List<Path> own =
                compile(compiler, harness, updater, List.of(), Files.createDirectory(folder.resolve("updater")));
        List<Path> around =
                compile(compiler, harness, program, flags, Files.createDirectory(folder.resolve("program")));
        Path elf = link(
                compiler, harness, Stream.concat(own.stream(), around.stream()).toList(), folder);
        List<Path> usage = Stream.concat(own.stream(), around.stream())
                .map(object -> object.resolveSibling(stem(object) + ".su"))
                .toList();
        return new UpdateFirmware(toolchain, new FirmwareArtifacts(board, elf, elf, elf, elf, own, around, usage));
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static List<Path> compile(
            Path compiler, Harness harness, List<Path> sources, List<String> flags, Path folder) {
        List<String> command = new ArrayList<>(List.of(compiler.toString()));
        command.addAll(harness.board().tools().compilerFlags());
        command.addAll(FLAGS);
        command.addAll(harness.includes());
        for (String part : List.of("include", "src/image", "src/update", "src/store")) {
            command.add("-I" + RUNTIME.resolve(part));
        }
        command.addAll(flags);
        command.addAll(List.of("-DUPDATE_INPUT=" + INPUT + "u", "-c"));
        sources.forEach(source -> command.add(source.toString()));
        ToolRun.in(folder, command, ToolRun.LIMIT).required();
        return sources.stream()
                .map(source -> folder.resolve(stem(source) + ".o"))
                .toList();
    }

    private static Path link(Path compiler, Harness harness, List<Path> objects, Path folder) {
        Path elf = folder.resolve("updater.elf");
        List<String> command = new ArrayList<>(List.of(compiler.toString()));
        command.addAll(harness.board().tools().compilerFlags());
        command.addAll(harness.board().tools().linkerFlags());
        command.add("-Wl,--gc-sections");
        command.addAll(harness.linkerFlags(folder));
        command.add("-Wl,--defsym=thimble_stack_size=" + STACK_BYTES);
        objects.forEach(object -> command.add(object.toString()));
        command.addAll(harness.board().tools().libraries());
        command.addAll(List.of("-o", elf.toString()));
        ToolRun.output(command);
        return elf;
    }

    /** The object of a further C file, compiled as the firmware is. */
    Path object(Path source) {
        Path compiler = toolchain.require(Tool.compiler(artifacts.board().tools()));
        return compile(compiler, new Harness(artifacts.board()), List.of(source), List.of(), source.getParent())
                .get(0);
    }

    /** The output of one of the GNU tools, asked about the firmware or its objects. */
    String tool(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                toolchain.require(Tool.of(artifacts.board().tools(), name)).toString()));
        command.addAll(arguments);
        return ToolRun.output(command);
    }

    /**
     * What the firmware is given.
     *
     * @param counts whether instructions are counted, rather than the time limited
     * @param chunk bytes of the package at a time
     * @param revoked bit i: key i was revoked before
     * @param device as {@link DeviceFolder#write} has it
     * @param factory the image that the device has
     * @param sent the package
     */
    static byte[] input(boolean counts, int chunk, int revoked, byte[] device, byte[] factory, byte[] sent) {
        return input(
                List.of(counts ? 1 : 0, chunk, device.length, factory.length, sent.length, revoked),
                List.of(device, factory, sent));
    }

    /** Numbers, eight at most, and what lies behind them. */
    static byte[] input(List<Integer> numbers, List<byte[]> parts) {
        ByteBuffer header = ByteBuffer.allocate(INPUT_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(header::putInt);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<byte[]> blocks = new ArrayList<>(List.of(header.array()));
        blocks.addAll(parts);
        for (byte[] part : blocks) {
            all.writeBytes(part);
            all.writeBytes(new byte[Math.floorMod(-part.length, ALIGNMENT)]);
        }
        return all.toByteArray();
    }

    /** The same where nothing counts instructions: the emulator need not either, and is faster. */
    List<String> quick(Path input) {
        List<String> command = new ArrayList<>(command(input));
        int counting = command.indexOf("-icount");
        command.subList(counting, counting + 2).clear();
        return command;
    }

    /** The command that starts it with this input. */
    List<String> command(Path input) {
        List<String> command = new ArrayList<>(EmulatedDevice.command(toolchain, artifacts.board(), artifacts.elf()));
        command.addAll(List.of("-device", "loader,file=" + input + ",addr=" + INPUT + ",force-raw=on"));
        return command;
    }
}
