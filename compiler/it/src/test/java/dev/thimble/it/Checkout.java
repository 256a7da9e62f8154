package dev.thimble.it;

import dev.thimble.device.board.Boards;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders of the checkout that the tests run in. */
final class Checkout {
    static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    static final Installation INSTALLATION = new Installation(ROOT);
    static final Path EXAMPLE = ROOT.resolve("examples/intents");
    static final Path MODEL = EXAMPLE.resolve("model");
    static final Path SENTENCES = EXAMPLE.resolve("calibration.tsv");

    /** A model that fits the smallest of boards. */
    static final Path TINY = ROOT.resolve("examples/tiny/model");

    private Checkout() {}

    /** A tiny random model with logits that PyTorch computed; shared with the tests of the float reference. */
    static Path fixture(String name) {
        return ROOT.resolve("compiler/reference/src/test/resources/models").resolve(name);
    }

    /** Models and data that stand beside some checkouts, and are too large to be part of one. */
    static Optional<Path> shared() {
        return Optional.of(System.getProperty("thimble.shared", ""))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .or(() -> Optional.of(ROOT.resolveSibling("shared")))
                .filter(Files::isDirectory);
    }

    /** Whether tests that take minutes are asked for. */
    static boolean full() {
        return Boolean.getBoolean("thimble.full");
    }

    /** Whether every board and every tool is asked for, those too that {@code ./thimble test} does not install. */
    static boolean everywhere() {
        return Boolean.getBoolean("thimble.everywhere");
    }

    /** The boards whose tools are here: with {@link #everywhere} those of the second tier, too. */
    static Boards boards() {
        return Boards.load(INSTALLATION).withToolsOf(everywhere() ? 2 : 1);
    }

    /** The files of a folder, however deep, sorted. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Copies a folder to one that does not exist. */
    static Path copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return to;
    }
}
