package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.Boards;
import dev.thimble.device.drive.Device;
import dev.thimble.device.drive.EmulatedDevice;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.FirmwareBuild;
import dev.thimble.device.toolchain.FirmwareOptions;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing outside the arena is touched: pages without access around it on the host, patterns around it in QEMU. */
class ArenaGuardTest {
    /**
     * Runs the model twice in pages of which those before and behind cannot be accessed: with the arena against the
     * lower and against the upper one. Prints the logits; with an argument, the arena begins 8 bytes too far up, for
     * which the upper page must fault.
     */
    private static final String HOST = """
            #define _DEFAULT_SOURCE
            #include <stdio.h>
            #include <string.h>
            #include <sys/mman.h>
            #include "NAME.h"
            #define PAGE 4096u
            #define ARENA THIMBLE_MACRO_ARENA_BYTES
            static thimble_NAME_t context;
            static int run(uint8_t *arena, const char *text)
            {
                thimble_result_t result;
                if (thimble_NAME_init(&context, arena, ARENA) || thimble_NAME_classify(&context, text, strlen(text), &result)) {
                    return 1;
                }
                for (uint16_t i = 0; i < result.labels; i++) {
                    printf("%ld ", (long)result.logits[i]);
                }
                printf("\\n");
                return 0;
            }
            int main(int argc, char **argv)
            {
                static char longest[8000];
                const size_t room = (ARENA + PAGE - 1) / PAGE * PAGE;
                uint8_t *pages = mmap(NULL, room + 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                (void)argv;
                if (pages == MAP_FAILED || mprotect(pages, PAGE, PROT_NONE) || mprotect(pages + PAGE + room, PAGE, PROT_NONE)) {
                    return 2;
                }
                for (size_t i = 0; i + 5 < sizeof longest; i += 5) {
                    memcpy(longest + i, "play ", 5);
                }
                uint8_t *high = pages + PAGE + room - ARENA + (argc > 1 ? 8 : 0);
                return run(pages + PAGE, "play some jazz") || run(high, "play some jazz")
                       || run(pages + PAGE, longest) || run(high, longest);
            }
            """;

    private static final String PATTERN = """
            static struct {
                uint8_t below[256];
                union {
                    uint64_t aligned;
                    uint8_t bytes_of_intents[THIMBLE_INTENTS_ARENA_BYTES];
                } inner;
                uint8_t above[256];
            } guarded;
            #define arena guarded.inner
            static int intact(int status)
            {
                static int painted;
                for (uint32_t i = 0; i < 256u; i++) {
                    if (painted && (guarded.below[i] != 0xA5u || guarded.above[i] != 0xA5u)) {
                        return 99;
                    }
                    guarded.below[i] = guarded.above[i] = 0xA5u;
                }
                painted = 1;
                return status;
            }
            """;

    @TempDir
    Path folder;

    private Path program(Path out, String name, String... flags) throws IOException {
        Path source = folder.resolve("guard.c");
        Files.writeString(source, HOST.replace("NAME", name).replace("MACRO", name.toUpperCase(java.util.Locale.ROOT)));
        Path program = folder.resolve("guard");
        List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-o", program.toString(), source.toString()));
        command.add("-I" + out.resolve("include"));
        command.addAll(List.of(flags));
        try (Stream<Path> files = Files.list(out.resolve("src"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".c"))
                    .sorted()
                    .forEach(command::add);
        }
        ToolRun.output(command);
        return program;
    }

    @Test
    void theHostNeverTouchesAByteOutsideTheArena() throws IOException {
        Path program = program(Shipped.BUILT, Shipped.NAME);
        List<String> logits =
                ToolRun.output(List.of(program.toString())).lines().toList();
        assertThat(logits).hasSize(4);
        assertThat(logits.get(1)).isEqualTo(logits.get(0));
        assertThat(logits.get(3)).isEqualTo(logits.get(2)).isNotEqualTo(logits.get(0));
    }

    @Test
    void anArenaEightBytesTooShortIsNoticed() throws IOException {
        Path program = program(Shipped.BUILT, Shipped.NAME);
        assertThat(ToolRun.of(List.of(program.toString(), "short")).status()).isGreaterThan(128);
    }

    private void runGuarded(String from, String to) throws IOException {
        Path copy = Checkout.copy(Shipped.BUILT, folder.resolve("package"));
        Path app = copy.resolve("verify/thimble_app.c");
        String text = Files.readString(app);
        int start = text.indexOf("THIMBLE_IN_SECTION(\".bss");
        int end = text.indexOf("} arena;") + "} arena;".length();
        String guarded =
                text.substring(0, start) + PATTERN + text.substring(end).replace(from, to);
        Files.writeString(app, guarded.replace("return answer(status,", "return answer(intact(status),"));
        Board board = Boards.load(Checkout.INSTALLATION).named("mps2-an386");
        var built = new FirmwareBuild(Toolchain.onPath(), board)
                .build(new CompiledPackage(copy, Shipped.NAME), FirmwareOptions.plain());
        try (Device device = EmulatedDevice.start(Toolchain.onPath(), board, built.elf(), Shipped.NAME)) {
            for (String sentence : List.of("play", "play ".repeat(100), "rain in Paris", "x")) {
                assertThat(device.text(sentence.getBytes(StandardCharsets.UTF_8))
                                .logits())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void theFirmwareNeverWritesBesideTheArena() throws IOException {
        runGuarded("", "");
    }

    @Test
    void aFirmwareThatWritesBesideTheArenaIsNoticed() {
        assertThatThrownBy(() -> runGuarded("arena.bytes_of_intents,", "arena.bytes_of_intents + 8,"))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("99");
    }
}
