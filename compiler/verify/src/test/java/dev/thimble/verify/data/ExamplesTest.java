package dev.thimble.verify.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples that are gone through several times. */
class ExamplesTest {
    @TempDir
    Path folder;

    private static List<Example> all(Examples examples) {
        List<Example> all = new ArrayList<>();
        examples.forEach(all::add);
        return all;
    }

    private Path file(int lines) throws IOException {
        return Files.write(
                folder.resolve(lines + ".tsv"),
                IntStream.range(0, lines).mapToObj(line -> "x\ttext " + line).toList());
    }

    @Test
    void aFileIsReadAnewEachTime() throws IOException {
        Examples examples = Examples.in(file(9));
        assertThat(all(examples)).isEqualTo(DataFile.read(file(9))).isEqualTo(all(examples));
        Files.writeString(folder.resolve("9.tsv"), "x\tanother\n");
        assertThat(all(examples)).hasSize(1);
    }

    @Test
    void aSampleIsSpreadAsThatOfAList() throws IOException {
        for (int lines = 1; lines < 40; lines++) {
            List<Example> list = DataFile.read(file(lines));
            for (int most = 0; most < 45; most++) {
                assertThat(Examples.in(file(lines)).sample(most)).isEqualTo(EvenSample.over(list, most));
            }
        }
    }

    @Test
    void eachOneIsChanged() throws IOException {
        Examples examples = Examples.in(file(3)).map(example -> Example.ofIds(List.of(example.line())));
        assertThat(all(examples)).extracting(Example::ids).containsExactly(List.of(1), List.of(2), List.of(3));
    }

    /** What can be read once is kept. */
    @Test
    void aPipeCanBeGoneThroughTwice() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder("sh", "-c", "seq 1 100 | sed 's/^/x\\t/' > '" + pipe + "'").start();
        Examples examples = Examples.in(pipe);
        assertThat(all(examples)).hasSize(100).isEqualTo(all(examples));
        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void aFileWithoutALineIsRefused() throws IOException {
        Examples none = Examples.in(Files.writeString(folder.resolve("none"), "\n\n"));
        assertThatThrownBy(() -> none.sample(3)).hasMessageContaining("THM-0806");
    }
}
