package dev.thimble.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that somebody puts into a package just while it is replaced. */
class KeptFilesTest {
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
        CompileSettings settings = CompileSettings.forAnyBoard(MODEL, Optional.of("tiny"), Optional.empty());
        CompileCommand.write(ROOT, settings, "mps2-an386", out, OutputKinds.standard(), progress);
    }

    private String errorsOf(Runnable work) {
        PrintStream usual = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(usual);
        }
        return errors.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itIsKeptBesideTheNewPackageAndTheUserIsTold() throws IOException {
        Path out = folder.resolve("out");
        compile(out, Progress.silent());
        String errors = errorsOf(() -> compile(out, new Intruder(out.resolve("notes.txt"))));
        assertThat(errors.lines())
                .filteredOn(line -> line.startsWith("warning[THM-0817]"))
                .singleElement()
                .asString()
                .startsWith("warning[THM-0817]: files were put into the package " + out);
        assertThat(out.resolve("notes.txt")).doesNotExist();
        assertThat(out.resolve("manifest.json")).exists();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(path -> path.endsWith("notes.txt")))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept).hasContent("mine"));
        }
    }
}
