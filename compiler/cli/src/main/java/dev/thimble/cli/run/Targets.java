package dev.thimble.cli.run;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import dev.thimble.core.integer.Quantization;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.cycles.CoreTiming;
import dev.thimble.device.cycles.ExecutionCounter;
import dev.thimble.device.drive.CountedDevice;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.device.drive.HostDevice;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts what can run a model of a package. */
public final class Targets {
    private final Installation installation;
    private final OutModel model;

    /** The targets of one model of a package. */
    public Targets(Installation installation, OutModel model) {
        this.installation = installation;
        this.model = model;
    }

    /**
     * Starts a target; the caller closes it. Token ids are those of the package, which may have lost entries of the model's
     * vocabulary; the float model is the one that was trained, with all of them.
     */
    public Target start(TargetKind kind) {
        return switch (kind) {
            case HOST, QEMU ->
                new DeviceTarget(device(kind), output(), model.labels().size());
            case REFERENCE -> new ReferenceTarget(model.integers(), model.real(), model.tokenizer());
            case FLOAT -> new FloatTarget(model.trainedReal(), model.trainedTokenizer());
        };
    }

    /** The same, which tells the time of each answer, too, where the board's core and its emulator let it. */
    public Target timed(TargetKind kind) {
        Board board = board();
        return CoreTiming.of(board.cpu())
                .filter(core -> kind == TargetKind.QEMU && ExecutionCounter.isPossible(Toolchain.onPath(), board))
                .map(core -> timed(board, core))
                .orElseGet(() -> start(kind));
    }

    private Target timed(Board board, CoreTiming core) {
        Toolchain toolchain = Toolchain.onPath();
        Scratch scratch = Scratch.create();
        try {
            ExecutionCounter counter = ExecutionCounter.build(toolchain, installation, board, scratch.folder());
            CountedDevice counted = CountedDevice.start(
                    toolchain, counter, board, core, board.speed().flash(), program(TargetKind.QEMU, ""), model.name());
            return new TimedTarget(
                    new DeviceTarget(counted.device(), output(), model.labels().size()), counted, scratch);
        } catch (ThimbleException e) {
            scratch.close();
            throw e;
        }
    }

    /** The package's board. */
    public Board board() {
        return Boards.load(installation).named(model.out().board());
    }

    private Quantization output() {
        return model.integers().output().quantization();
    }

    private Device device(TargetKind kind) {
        return kind == TargetKind.HOST ? HostDevice.start(program(kind, ""), model.name()) : emulated();
    }

    /** Starts the firmware in the board's emulator; the caller closes it. */
    FleetDevice emulated() {
        return EmulatedDevice.start(Toolchain.onPath(), board(), program(TargetKind.QEMU, ""), model.name());
    }

    /**
     * The file that a device runs.
     *
     * @param variant {@code ""} or {@code "-trace"}
     */
    public Path program(TargetKind kind, String variant) {
        OutFolder out = model.out();
        String folder = (kind == TargetKind.HOST ? "host" : out.board()) + variant;
        String file = kind == TargetKind.HOST ? out.name() : out.name() + ".elf";
        Path program =
                out.folder().toAbsolutePath().resolve("build").resolve(folder).resolve(file);
        if (!Files.exists(program)) {
            throw new ThimbleException(ToolProblem.NOT_BUILT.at(program.toString(), kind));
        }
        return program;
    }
}
