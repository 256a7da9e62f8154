package dev.thimble.fleet.device;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Harness;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A device of a fleet: a program of {@code runtime-c/test} as firmware of a board that is emulated.
 *
 * @param toolchain where the programs are
 * @param artifacts what was built; {@link FirmwareArtifacts#objects()} are those of one room alone
 */
record FleetFirmware(Toolchain toolchain, FirmwareArtifacts artifacts) {
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

    /** One that writes records, built for a board of this name, in a folder of its own. */
    static FleetFirmware build(Path folder, String name) throws IOException {
        return build(folder, name, "fleet");
    }

    /**
     * One that runs a room.
     *
     * @param room a folder below {@code runtime-c/src}; the program is called like it
     */
    static FleetFirmware build(Path folder, String name, String room) throws IOException {
        Installation installation = new Installation(Path.of(System.getProperty("thimble.root")));
        Toolchain toolchain = Toolchain.onPath();
        Board board = Boards.load(installation).named(name);
        Path compiler = toolchain.require(Tool.compiler(board.tools()));
        List<Path> all = FleetProgram.sources();
        List<Path> own = compile(compiler, board, of(all, room, true), Files.createDirectory(folder.resolve("own")));
        List<Path> program = new ArrayList<>(of(all, room, false));
        new Harness(board)
                .sources().stream()
                        .filter(source -> !source.endsWith("protocol.c") && !source.endsWith("request.c"))
                        .forEach(program::add);
        program.add(FleetProgram.RUNTIME.resolve("test/" + room + "_firmware.c"));
        List<Path> around = compile(compiler, board, program, Files.createDirectory(folder.resolve("program")));
        List<Path> objects = Stream.concat(own.stream(), around.stream()).toList();
        Path elf = link(compiler, board, objects, folder);
        List<Path> usage = objects.stream()
                .map(object -> object.resolveSibling(stem(object) + ".su"))
                .toList();
        return new FleetFirmware(toolchain, new FirmwareArtifacts(board, elf, elf, elf, elf, own, around, usage));
    }

    private static List<Path> of(List<Path> sources, String room, boolean whether) {
        return sources.stream()
                .filter(source -> source.getParent().endsWith(room) == whether)
                .toList();
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static List<Path> compile(Path compiler, Board board, List<Path> sources, Path folder) {
        List<String> command = new ArrayList<>(List.of(compiler.toString()));
        command.addAll(board.tools().compilerFlags());
        command.addAll(FLAGS);
        command.addAll(new Harness(board).includes());
        FleetProgram.includes().forEach(include -> command.add("-I" + include));
        command.add("-c");
        sources.forEach(source -> command.add(source.toString()));
        ToolRun.in(folder, command, ToolRun.LIMIT).required();
        return sources.stream()
                .map(source -> folder.resolve(stem(source) + ".o"))
                .toList();
    }

    private static Path link(Path compiler, Board board, List<Path> objects, Path folder) {
        Path elf = folder.resolve("fleet.elf");
        List<String> command = new ArrayList<>(List.of(compiler.toString()));
        command.addAll(board.tools().compilerFlags());
        command.addAll(board.tools().linkerFlags());
        command.add("-Wl,--gc-sections");
        command.addAll(new Harness(board).linkerFlags(folder));
        command.add("-Wl,--defsym=thimble_stack_size=4096");
        objects.forEach(object -> command.add(object.toString()));
        command.addAll(board.tools().libraries());
        command.addAll(List.of("-o", elf.toString()));
        ToolRun.output(command);
        return elf;
    }

    /** The output of one of the GNU tools, asked about the objects of the room. */
    String tool(String name) {
        List<String> command = new ArrayList<>(List.of(
                toolchain.require(Tool.of(artifacts.board().tools(), name)).toString()));
        artifacts.objects().forEach(object -> command.add(object.toString()));
        return ToolRun.output(command);
    }

    /** What it prints. */
    List<String> run() {
        return ToolRun.output(EmulatedDevice.command(toolchain, artifacts.board(), artifacts.elf()))
                .lines()
                .toList();
    }
}
