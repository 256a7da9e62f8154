package dev.thimble.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.verify.data.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that commands read more than once. */
class ScratchTest {
    @TempDir
    Path folder;

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private Process writer(Path pipe, String command) throws IOException {
        return new ProcessBuilder("sh", "-c", command + " > " + pipe.getFileName())
                .directory(folder.toFile())
                .start();
    }

    @Test
    void whatComesOutOfAPipeIsThereTwice() throws IOException, InterruptedException {
        Path pipe = pipe();
        Process writer = writer(pipe, "printf 'a\\tone\\nb\\ttwo\\n'");
        try (Scratch scratch = Scratch.create()) {
            Path file = scratch.readable(pipe);
            assertThat(DataFile.read(file)).hasSize(2).isEqualTo(DataFile.read(file));
        }
        assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void ofAPipeWithoutAnEndOnlySoMuchIsKeptAsIsTooLong() throws IOException, InterruptedException {
        Path pipe = pipe();
        Process writer = writer(pipe, "yes");
        try (Scratch scratch = Scratch.create()) {
            assertThat(Files.size(scratch.readable(pipe))).isEqualTo(DataFile.LONGEST_FILE + 1);
        }
        assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aFileIsReadWhereItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("data.tsv"), "a\tone\n");
        try (Scratch scratch = Scratch.create()) {
            assertThat(scratch.readable(file)).isEqualTo(file);
            assertThat(scratch.readable(folder)).isEqualTo(folder);
            assertThat(scratch.readable(folder.resolve("missing"))).isEqualTo(folder.resolve("missing"));
        }
    }
}
