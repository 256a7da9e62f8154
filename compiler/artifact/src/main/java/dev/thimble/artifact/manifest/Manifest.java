package dev.thimble.artifact.manifest;

import dev.thimble.backendc.Arenas;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a compilation decided and measured. It is written once, with the package, and never changed: builds, runs and
 * verifications write results beside it.
 *
 * @param format of this record in files
 * @param thimble the version of the compiler
 * @param name of the package: that of its model, or those of its models with underscores between them
 * @param board it was compiled for
 * @param kernels the folder of the kernel set
 * @param form of the package, by the name of its kind of output
 * @param budget bytes of flash and RAM in all
 * @param arenas whether its models share one or have one each, as the command line says it
 * @param models in the order in which they were given, one at least
 * @param updater what taking updates of them costs, where the package does
 */
public record Manifest(
        int format,
        String thimble,
        String name,
        String board,
        String kernels,
        String form,
        long budget,
        String arenas,
        List<ModelManifest> models,
        UpdaterCosts updater) {
    /** The format that is written. */
    public static final int FORMAT = 7;

    /** Copies the list. */
    public Manifest {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a package without a model");
        }
        arenas(arenas);
    }

    private static Arenas arenas(String word) {
        return Arenas.named(word).orElseThrow(() -> new IllegalArgumentException("no kind of arenas: " + word));
    }

    /** Bytes of arenas for models that need these. */
    public long arenaBytes(LongStream needed) {
        return arenas(arenas).bytes(needed);
    }

    /** Whether it has more models than one. */
    public boolean several() {
        return models.size() > 1;
    }

    /** The same package for another board. */
    public Manifest movedTo(String otherBoard, String otherKernels) {
        return new Manifest(format, thimble, name, otherBoard, otherKernels, form, budget, arenas, models, updater);
    }
}
