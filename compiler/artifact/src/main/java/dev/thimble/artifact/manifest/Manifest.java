package dev.thimble.artifact.manifest;

import dev.thimble.backendc.Arenas;
import dev.thimble.core.target.Section;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.BoardMemory;
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
 * @param memories of that board
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
        List<Memory> memories,
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
        memories = List.copyOf(memories);
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a package without a model");
        }
        arenas(arenas);
    }

    /**
     * A memory of a board.
     *
     * @param kind flash or ram
     * @param size bytes
     * @param holds the section classes that go there, as board.yml names them
     */
    public record Memory(String name, String kind, long size, List<String> holds) {
        /** Copies the list. */
        public Memory {
            holds = List.copyOf(holds);
        }

        private static Memory of(BoardMemory memory) {
            return new Memory(
                    memory.name(),
                    memory.kind().word(),
                    memory.region().size(),
                    memory.holds().stream().sorted().map(Section::word).toList());
        }

        /** All of a board. */
        public static List<Memory> of(Board board) {
            return board.memories().stream().map(Memory::of).toList();
        }
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
    public Manifest movedTo(Board other) {
        return new Manifest(
                format,
                thimble,
                name,
                other.name(),
                Memory.of(other),
                other.kernels().folder(),
                form,
                budget,
                arenas,
                models,
                updater);
    }
}
