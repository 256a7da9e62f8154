package dev.thimble.cli.update;

import dev.thimble.artifact.OutFolder;
import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.cli.make.PackageOrder;
import dev.thimble.cli.make.ShippedExample;
import dev.thimble.cli.shell.Scratch;
import dev.thimble.core.candidate.Goal;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.DataForm;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The three packages of a demonstration of updates.
 *
 * @param factory what the device is made with
 * @param newHead the same with another head
 * @param otherProgram the same model in other code: for little RAM
 */
record DemoModels(OutFolder factory, OutFolder newHead, OutFolder otherProgram) {
    /** Compiles them, into folders of this one. */
    static DemoModels compile(Installation installation, Path folder, Progress progress) {
        ShippedExample example = new ShippedExample(installation);
        try (Scratch scratch = Scratch.create()) {
            Path other = new OtherHead(example.model(), example.head())
                    .write(scratch.folder().resolve(ShippedExample.NAME));
            Compiling compiling = new Compiling(installation, example, progress);
            return new DemoModels(
                    compiling.into(folder.resolve("factory"), example.model(), Optional.empty()),
                    compiling.into(folder.resolve("new-head"), other, Optional.empty()),
                    compiling.into(folder.resolve("other-program"), example.model(), Optional.of(Goal.RAM)));
        }
    }

    private record Compiling(Installation installation, ShippedExample example, Progress progress) {
        OutFolder into(Path out, Path model, Optional<Goal> goal) {
            CompileSettings settings =
                    example.settings(model, goal).but().data(DataForm.loaded()).build();
            PackageOrder.of(settings, ShippedExample.BOARD, OutputKinds.UPDATABLE)
                    .write(installation, out, progress);
            return OutFolder.open(out);
        }
    }
}
