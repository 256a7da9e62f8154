package dev.thimble.device.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.FakePackage;
import dev.thimble.device.board.Boards;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizesTest {
    private static final Toolchain TOOLS = Toolchain.onPath();

    @TempDir
    static Path folder;

    private static FirmwareArtifacts built;
    private static Memory memory;
    private static MapFile map;

    @BeforeAll
    static void build() {
        built = new FirmwareBuild(TOOLS, Boards.load(FakePackage.installation()).named("mps2-an386"))
                .build(FakePackage.copyTo(folder), FirmwareOptions.plain());
        memory = ElfSections.of(TOOLS, built).memory();
        map = MapFile.read(built.map());
    }

    @Test
    void weightsAndStackHaveTheirOwnSections() {
        assertThat(memory.weights()).isEqualTo(1000);
        assertThat(memory.tables()).isZero();
        assertThat(memory.stack()).isEqualTo(16 * 1024);
        assertThat(memory.ram()).isEqualTo(memory.initialised() + memory.zeroed() + memory.arena() + memory.stack());
    }

    @Test
    void theFlashOfTheSectionsIsTheSizeOfTheImage() throws Exception {
        // Alignment between sections is all that the image has besides them.
        assertThat(Files.size(built.bin()) - memory.flash()).isBetween(0L, 16L);
    }

    @Test
    void theMapTellsWhoseBytesTheyAre() {
        assertThat(map.byObject(".thimble_weights"::equals)).containsExactly(entry("fake.o", 1000L));
        assertThat(map.byObject(".text"::equals)).containsKeys("protocol.o", "fake.o", "thimble_app.o", "board.o");
        assertThat(map.byObject(".bss"::equals).get("thimble_app.o")).isEqualTo(2 * 512 + 3 * 4);
    }

    @Test
    void theMapAddsUpToTheSections() {
        long text = map.byObject(".text"::equals).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(ElfSections.of(TOOLS, built).sizes().get(".text") - text).isBetween(0L, 32L);
    }

    @Test
    void onlyMemoryFunctionsComeFromTheLibraries() {
        Set<String> allowed = Set.of("libc.a(lib_a-memcpy.o)", "libc.a(lib_a-memset.o)", "libc.a(lib_a-memmove.o)");
        assertThat(map.byObject(output -> !output.startsWith(".debug")).keySet().stream()
                        .filter(object -> object.startsWith("lib"))
                        .toList())
                .isNotEmpty()
                .allMatch(allowed::contains);
    }

    private static Map.Entry<String, Long> entry(String object, long size) {
        return Map.entry(object, size);
    }
}
