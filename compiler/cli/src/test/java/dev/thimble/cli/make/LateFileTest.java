package dev.thimble.cli.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.folder.Installation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that somebody puts into a package just while it is replaced. */
class LateFileTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final Path MODEL = ROOT.resolve("compiler/reference/src/test/resources/models/bert-f32-gelu");

    @TempDir
    Path folder;

    /** Puts a file into the package that stands there when its successor is about to be written. */
    private record Intruder(Path file) implements Progress {
        @Override
        public void stage(String sentence) {
            if (sentence.startsWith("writing ")) {
                try {
                    Files.writeString(file, "mine");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public <T> Iterable<T> over(String what, List<T> items) {
            return items;
        }
    }

    private void compile(Path out, Progress progress) {
        CompileSettings settings =
                CompileSettings.of(MODEL).name(Optional.of("tiny")).build();
        PackageOrder.of(settings, "mps2-an386", OutputKinds.standard()).write(new Installation(ROOT), out, progress);
    }

    @Test
    void itStaysWhereItIsAndSoDoesTheOldPackage() throws IOException {
        Path out = folder.resolve("out");
        compile(out, Progress.silent());
        byte[] before = Files.readAllBytes(out.resolve(".thimble-package"));
        assertThatThrownBy(() -> compile(out, new Intruder(out.resolve("notes.txt"))))
                .hasMessageStartingWith(
                        "error[THM-0813]: the package " + out + " holds what Thimble did not write: notes.txt");
        assertThat(out.resolve("notes.txt")).hasContent("mine");
        assertThat(out.resolve(".thimble-package")).hasBinaryContent(before);
        assertThat(folder).isDirectoryContaining(path -> path.equals(out));
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside.filter(Files::isDirectory)).containsExactly(out);
        }
    }
}
