package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.build.PackageBuild;
import dev.thimble.cli.update.DemoKey;
import dev.thimble.cli.update.FirmwareDevice;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Downlink;
import dev.thimble.simulate.real.BoardRunner;
import dev.thimble.simulate.real.HostRunner;
import dev.thimble.simulate.real.RealDevices;
import dev.thimble.simulate.real.Releases;
import dev.thimble.simulate.real.Runner;
import dev.thimble.update.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of a fleet's package, and what signs updates for them.
 *
 * @param model the package's
 * @param host the program of this machine
 * @param elf the firmware
 * @param board that it is for
 * @param key that it trusts
 * @param rounds the folder that images of rounds are written to
 */
record Fleetware(OutModel model, Path host, Path elf, Board board, SigningKey key, Path rounds) {
    /** Builds both, with a key of its own beside the package. */
    static Fleetware build(Installation installation, OutModel model, Path folder, Progress progress) {
        SigningKey key = DemoKey.at(folder.resolve("fleet.key"), Downlink.HEIGHTS, progress);
        OutFolder out = model.out();
        FirmwareDevice device =
                new FirmwareDevice(out, List.of(key.publicKey()), Downlink.AUDIENCE, false, Optional.empty());
        PackageBuild.Result built =
                new PackageBuild(installation, progress).run(out, Optional.of(device.updates(installation)));
        Board board = Boards.load(installation).named(out.board());
        return new Fleetware(
                model,
                built.host().executable(),
                built.firmware().elf(),
                board,
                key,
                created(folder.resolve("rounds")));
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }

    /**
     * Starts devices, the last ones that take part in a fleet's rounds.
     *
     * @param devices that do
     * @param programs of them that are programs of this machine
     * @param emulated of them that are firmware in QEMU; they come last
     */
    RealDevices started(int devices, int programs, int emulated) {
        Map<Integer, Runner> runners = new HashMap<>();
        for (int i = 1; i <= programs + emulated; i++) {
            runners.put(devices - i, i <= emulated ? emulated() : new HostRunner(host, model.name()));
        }
        TrainedModel factory = model.trained().orElseThrow();
        return new RealDevices(runners, factory.form(), new Releases(key, factory, rounds));
    }

    private Runner emulated() {
        return new BoardRunner(EmulatedDevice.start(Toolchain.onPath(), board, elf, model.name()));
    }
}
