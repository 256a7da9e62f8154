package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.build.PackageBuild;
import dev.thimble.cli.update.FirmwareDevice;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.Progress;
import dev.thimble.simulate.real.BoardRunner;
import dev.thimble.simulate.real.HostRunner;
import dev.thimble.simulate.real.RealDevices;
import dev.thimble.simulate.real.Releases;
import dev.thimble.simulate.real.Runner;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.pack.Audience;
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
    private static final Audience AUDIENCE = Audience.named("example.com", "house", Optional.empty());

    /** One-time keys for a thousand rounds. */
    private static final Heights HEIGHTS = new Heights(List.of(5, 5));

    /** Builds both, with a key of its own beside the package. */
    static Fleetware build(Installation installation, OutModel model, Path folder, Progress progress) {
        SigningKey key = key(folder.resolve("fleet.key"), progress);
        OutFolder out = model.out();
        FirmwareDevice device = new FirmwareDevice(out, List.of(key.publicKey()), AUDIENCE, false, Optional.empty());
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

    /** That of an earlier call goes on: no key is written over. */
    private static SigningKey key(Path file, Progress progress) {
        if (Files.notExists(file)) {
            progress.stage("making a key");
            SigningKey.generate(file, HEIGHTS);
        }
        return SigningKey.at(file, () -> progress.stage("waiting for another thimble that signs with " + file));
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", folder, e.toString()), e);
        }
    }

    /**
     * Starts devices, the last ones of a fleet.
     *
     * @param devices of the fleet
     * @param programs of them that are programs of this machine
     * @param emulated of them that are firmware in QEMU; they come last
     */
    RealDevices started(int devices, int programs, int emulated) {
        Map<Integer, Runner> runners = new HashMap<>();
        for (int i = 1; i <= programs + emulated; i++) {
            runners.put(devices - i, i <= emulated ? emulated() : new HostRunner(host, model.name()));
        }
        return new RealDevices(
                runners, new Releases(key, AUDIENCE, ModelImage.read(model.out().folder()), rounds));
    }

    private Runner emulated() {
        return new BoardRunner(EmulatedDevice.start(Toolchain.onPath(), board, elf, model.name()));
    }
}
