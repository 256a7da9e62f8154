package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A package follows from the model and the options alone, not from what the compiler runs on. */
class SameBytesTest {
    private static final List<String> ND4J = List.of("nd4j", "javacpp", "openblas", "dl4j");

    private static final String BERT = "bert-f32-gelu";
    private static final String EMBBERT = "embbert-f32-expansion";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    /** What this machine writes. */
    private static Path plain(String fixture) throws IOException, InterruptedException {
        Path out = shared.resolve(fixture);
        return Files.exists(out) ? out : Machine.plain().compile(fixture, out);
    }

    /** A compiler in a process of its own. */
    private record Machine(List<String> options, Map<String, String> environment, String classPath) {
        static Machine plain() {
            return new Machine(List.of("-XX:+UseSerialGC"), Map.of(), System.getProperty("java.class.path"));
        }

        Machine withOptions(String... more) {
            List<String> all = Stream.concat(options.stream(), Stream.of(more)).toList();
            return new Machine(all, environment, classPath);
        }

        Machine withVariable(String name, String value) {
            return new Machine(options, Map.of(name, value), classPath);
        }

        Machine withoutNd4j() {
            String rest = Stream.of(classPath.split(File.pathSeparator))
                    .filter(entry -> ND4J.stream().noneMatch(entry::contains))
                    .collect(Collectors.joining(File.pathSeparator));
            assertThat(rest).isNotEqualTo(classPath);
            return new Machine(options, environment, rest);
        }

        Path compile(String fixture, Path out) throws IOException, InterruptedException {
            Path model = Checkout.fixture(fixture);
            return compile(model, model.resolve("golden.jsonl"), out);
        }

        Path compile(Path model, Path calibration, Path out, String... more) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(options);
            command.addAll(List.of("-Dthimble.root=" + Checkout.ROOT, "-cp", classPath, "dev.thimble.cli.Main"));
            command.addAll(List.of("compile", model.toString(), "--name", "tiny", "-o", out.toString()));
            command.addAll(List.of("--calibration", calibration.toString()));
            command.addAll(List.of(more));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            out.resolveSibling(out.getFileName() + ".log").toFile());
            builder.environment().putAll(environment);
            int status = builder.start().waitFor();
            assertThat(status)
                    .as(Files.readString(out.resolveSibling(out.getFileName() + ".log")))
                    .isZero();
            return out;
        }
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        assertThat(Checkout.files(actual).stream().map(actual::relativize))
                .containsExactlyElementsOf(Checkout.files(expected).stream()
                        .map(expected::relativize)
                        .toList());
        for (Path file : Checkout.files(expected)) {
            Path other = actual.resolve(expected.relativize(file).toString());
            assertThat(Files.mismatch(file, other)).as(file.toString()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BERT, EMBBERT})
    void noByteComesFromNd4j(String fixture) throws IOException, InterruptedException {
        Machine without = Machine.plain().withOptions("-XX:TieredStopAtLevel=1").withoutNd4j();
        assertSame(plain(fixture), without.compile(fixture, folder.resolve("without")));
    }

    /** Vectors of another length, another compiler of the virtual machine, another number of threads. */
    @ParameterizedTest
    @CsvSource({
        "-XX:ActiveProcessorCount=1 -XX:UseAVX=0, OPENBLAS_CORETYPE, Sandybridge",
        "-XX:ActiveProcessorCount=2 -XX:TieredStopAtLevel=1, OPENBLAS_CORETYPE, Haswell"
    })
    void everyProcessorGivesTheSameBytes(String options, String variable, String value)
            throws IOException, InterruptedException {
        Machine other = Machine.plain().withOptions(options.split(" ")).withVariable(variable, value);
        assertSame(plain(BERT), other.compile(BERT, folder.resolve("other")));
    }

    /** Maps of tokens are iterated in another order in each process. */
    @Test
    void aSmallerVocabularyHasTheSameEntries() throws IOException, InterruptedException {
        List<Path> outs = List.of(folder.resolve("one"), folder.resolve("two"));
        for (Path out : outs) {
            Machine.plain().compile(Checkout.MODEL, Shipped.tenSentences(folder), out, "--vocabulary", "300");
            assertThat(out.resolve("verify/vocabulary.jsonl")).exists();
        }
        assertSame(outs.get(0), outs.get(1));
    }

    /** Minutes long: only on request. */
    @TestFactory
    Stream<DynamicTest> theInterpreterGivesTheSameBytes() {
        return Stream.of(BERT, EMBBERT)
                .filter(fixture -> Checkout.full())
                .map(fixture -> DynamicTest.dynamicTest(
                        fixture,
                        () -> assertSame(
                                plain(fixture),
                                Machine.plain().withOptions("-Xint").compile(fixture, folder.resolve("interpreted")))));
    }
}
