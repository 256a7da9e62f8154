package dev.thimble.it;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Packages for boards. */
final class MovedPackage {
    private static final long MIB = 1 << 20;
    private static final String SMALL = "tiny";

    private MovedPackage() {}

    /** The name of the example that a board has room for. */
    static String example(String board) {
        Board found = Boards.load(Checkout.INSTALLATION).named(board);
        return found.bytes(MemoryKind.FLASH) < MIB ? SMALL : Shipped.NAME;
    }

    /** That example, for the board. */
    static Path ofExample(Board board, Path to) throws IOException {
        return example(board.name()).equals(SMALL)
                ? compiled(Checkout.TINY, SMALL, board, to)
                : of(Shipped.COMPILED, board, to);
    }

    /** A model compiled for a board. */
    private static Path compiled(Path model, String name, Board board, Path to) {
        Call.succeeding(
                "compile",
                model,
                "--calibration",
                Checkout.SENTENCES,
                "--board",
                board.name(),
                "--name",
                name,
                "-o",
                to);
        return to;
    }

    /** What {@code compile --board} writes of a package's model, without quantising the same model once more. */
    private static Path of(Path compiled, Board board, Path to) throws IOException {
        OutFolder out = OutFolder.open(Checkout.copy(compiled, to));
        for (Path source : Checkout.files(out.folder().resolve("src"))) {
            Files.delete(source);
        }
        OutModel model = out.model(Optional.empty());
        Schedule schedule = Scheduler.schedule(model.integers(), board.kernels().rowsPerBlock(), board.kernels());
        CPackage code = CPackage.of(
                Checkout.INSTALLATION,
                schedule,
                Planner.plan(schedule),
                model.task(),
                TokenizerTables.of(model.tokenizerSpec(), model.name()));
        for (Map.Entry<String, byte[]> file : code.files().entrySet()) {
            Files.write(out.folder().resolve(file.getKey()), file.getValue());
        }
        Manifest moved = out.manifest().movedTo(board);
        out.files().rewrite(OutFolder.MANIFEST, OutFolder.manifest(moved));
        return out.folder();
    }
}
