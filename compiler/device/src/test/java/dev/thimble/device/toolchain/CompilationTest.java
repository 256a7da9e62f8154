package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.device.FakePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process has compiled already is not compiled again, and nobody can tell. */
class CompilationTest {
    private static final List<String> FLAGS =
            List.of("-std=c99", "-Wall", "-Werror", "-O2", "-ffunction-sections", "-fdata-sections", "-fstack-usage");

    @TempDir
    Path folder;

    private Path compiler;

    /** Compilers that write down their calls. */
    @BeforeEach
    void setUp() throws IOException {
        compiler = Files.writeString(
                folder.resolve("cc"), "#!/bin/sh\necho call >> '" + folder + "/calls'\nexec gcc \"$@\"\n");
        assertThat(compiler.toFile().setExecutable(true)).isTrue();
    }

    private long calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    /** A source in a folder of its own, with the header of its own that it needs. */
    private Path source(String place, String header) throws IOException {
        Path sources = Files.createDirectories(folder.resolve(place));
        Files.writeString(sources.resolve("made.h"), header);
        return Files.writeString(
                sources.resolve("made.c"),
                "#include \"made.h\"\nint made(int a);\nint made(int a) {return a + MADE;}\n");
    }

    private Path compiled(Path source, List<String> flags, String into) throws IOException {
        Path objects = Files.createDirectories(folder.resolve(into));
        return new Compilation(compiler, flags, objects)
                .compile(List.of(source))
                .get(0);
    }

    private static Path usage(Path object) {
        return object.resolveSibling("made.su");
    }

    @Test
    void theSameSourceInAnotherFolderIsNotCompiledAgain() throws IOException {
        Path one = compiled(source("one", "#define MADE 1\n"), FLAGS, "first");
        Path other = compiled(source("a second, other", "#define MADE 1\n"), FLAGS, "second");
        assertThat(calls()).isEqualTo(1);
        assertThat(other).hasSameBinaryContentAs(one);
        assertThat(usage(other)).hasSameBinaryContentAs(usage(one));
        compiled(source("third", "#define MADE 2\n"), FLAGS, "third");
        assertThat(calls()).isEqualTo(2);
    }

    /** The compiler itself puts no folder into objects, which is why they may be taken for each other. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc", "arm-none-eabi-gcc"})
    void theCompilerWritesTheSameBytesInAnyFolder(String program) throws IOException {
        List<Path> objects = new ArrayList<>();
        for (String place : List.of("one", "a second, other")) {
            Path source = source(place, "#define MADE 1\n");
            Path object =
                    Files.createDirectories(folder.resolve(place + " made")).resolve("made.o");
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(FLAGS);
            command.addAll(List.of("-I" + source.getParent(), "-c", source.toString(), "-o", object.toString()));
            ToolRun.output(command);
            objects.add(object);
        }
        assertThat(objects.get(1)).hasSameBinaryContentAs(objects.get(0));
    }

    @Test
    void objectsThatNameTheirFolderAreCompiledEachTime() throws IOException {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-g");
        Path one = compiled(source("one", "#define MADE 1\n"), flags, "first");
        Path other = compiled(source("two", "#define MADE 1\n"), flags, "second");
        assertThat(calls()).isEqualTo(2);
        assertThat(Files.mismatch(one, other)).isNotNegative();
    }

    @Test
    void anErrorIsToldEachTime() throws IOException {
        Path source = source("one", "#define MADE\n");
        for (String into : List.of("first", "second")) {
            assertThatThrownBy(() -> compiled(source, FLAGS, into)).hasMessageContaining("THM-0601");
        }
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void theLibraryOfAPackageElsewhereIsMadeOfTheSameObjects() {
        HostBuild build = new HostBuild(Toolchain.onPath(), FakePackage.installation());
        List<Path> libraries = List.of("one", "two").stream()
                .map(name -> build.build(FakePackage.copyTo(folder.resolve(name)), HostOptions.plain())
                        .library())
                .toList();
        assertThat(libraries.get(1)).hasSameBinaryContentAs(libraries.get(0));
    }
}
