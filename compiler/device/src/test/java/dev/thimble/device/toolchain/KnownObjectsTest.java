package dev.thimble.device.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownObjectsTest {
    private static final ObjectKey KEY = new ObjectKey("a");
    private static final ObjectKey OTHER = new ObjectKey("b");

    @TempDir
    Path folder;

    private final List<String> calls = new ArrayList<>();

    /** A compiler that writes what it is named after, and how often it was called. */
    private Runnable compiler(String name, Path object) {
        return () -> {
            calls.add(name);
            write(object, name + calls.size());
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String made(KnownObjects known, ObjectKey key) throws IOException {
        Path object = Files.createTempDirectory(folder, "made").resolve("made.o");
        known.make(key, object, compiler(key.digest(), object));
        return Files.readString(object);
    }

    @Test
    void theSameIsCompiledOnce() throws IOException {
        KnownObjects known = new KnownObjects(100);
        assertThat(made(known, KEY)).isEqualTo("a1");
        assertThat(made(known, KEY)).isEqualTo("a1");
        assertThat(made(known, OTHER)).isEqualTo("b2");
        assertThat(calls).containsExactly("a", "b");
    }

    /** Without the folder of a package that may be gone when it is read. */
    @Test
    void theStackUsageComesWithTheObject() {
        KnownObjects known = new KnownObjects(100);
        known.make(KEY, folder.resolve("first.o"), () -> {
            write(folder.resolve("first.o"), "object");
            write(folder.resolve("first.su"), "/a/f.c:1:5:f\t8\tstatic\n/a: b/f.h:2:5:g\t0\tstatic\n");
        });
        known.make(KEY, folder.resolve("second.o"), () -> calls.add("again"));
        assertThat(calls).isEmpty();
        assertThat(folder.resolve("second.o")).hasContent("object");
        for (String usage : List.of("first.su", "second.su")) {
            assertThat(folder.resolve(usage)).hasContent("f.c:1:5:f\t8\tstatic\nf.h:2:5:g\t0\tstatic\n");
        }
    }

    @Test
    void whatWasUsedLastStaysWhereRoomIsShort() throws IOException {
        KnownObjects known = new KnownObjects(4);
        made(known, KEY);
        made(known, OTHER);
        made(known, KEY);
        made(known, new ObjectKey("c"));
        assertThat(made(known, KEY)).isEqualTo("a1");
        assertThat(made(known, OTHER)).isEqualTo("b4");
        assertThat(calls).containsExactly("a", "b", "c", "b");
    }

    @Test
    void whatIsLargerThanTheRoomIsCompiledEachTime() throws IOException {
        KnownObjects known = new KnownObjects(1);
        assertThat(made(known, KEY)).isEqualTo("a1");
        assertThat(made(known, KEY)).isEqualTo("a2");
    }

    @Test
    void aFailureIsNotKept() throws IOException {
        KnownObjects known = new KnownObjects(100);
        assertThatThrownBy(() -> known.make(KEY, folder.resolve("failed.o"), () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(made(known, KEY)).isEqualTo("a1");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        KnownObjects known = new KnownObjects(100);
        made(known, KEY);
        assertThatThrownBy(() -> known.make(KEY, folder.resolve("none/x.o"), () -> {}))
                .hasMessageContaining("THM-0802")
                .hasMessageContaining(folder.resolve("none").toString());
    }
}
