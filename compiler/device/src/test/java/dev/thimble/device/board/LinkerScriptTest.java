package dev.thimble.device.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import dev.thimble.device.FakePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkerScriptTest {
    private static final BoardMemory FLASH = new BoardMemory(
            "FLASH",
            MemoryKind.FLASH,
            new Region(0x38000000L, 0x800000),
            Set.of(Section.CODE, Section.TABLES, Section.TOKENIZER));
    private static final BoardMemory EXTERNAL =
            new BoardMemory("EXTERNAL", MemoryKind.FLASH, new Region(0x90000000L, 0x1000), Set.of(Section.WEIGHTS));
    private static final BoardMemory RAM = new BoardMemory(
            "RAM", MemoryKind.RAM, new Region(0, 1024), Set.of(Section.ARENA, Section.DATA, Section.STACK));

    private static String script(Optional<Region> boot) {
        return new LinkerScript(new Board(
                        "b",
                        "A board",
                        "Cortex-M4",
                        "Armv7E-M",
                        3,
                        KernelSets.DSP,
                        new Speed(1, FlashTiming.NO_WAITING),
                        new CrossTools("", List.of(), List.of(), List.of(), List.of(), ""),
                        List.of(),
                        List.of(),
                        List.of(FLASH, EXTERNAL, RAM),
                        boot,
                        Optional.empty(),
                        Optional.empty(),
                        Path.of("b")))
                .text();
    }

    @Test
    void everyClassOfSectionsGoesToTheMemoryThatHoldsIt() {
        assertThat(script(Optional.empty())).isEqualTo("""
                /* The memories of b, from its board.yml. */
                MEMORY
                {
                    FLASH (rx) : ORIGIN = 0x38000000, LENGTH = 0x00800000
                    EXTERNAL (rx) : ORIGIN = 0x90000000, LENGTH = 0x00001000
                    RAM (rwx) : ORIGIN = 0x00000000, LENGTH = 0x00000400
                }

                REGION_ALIAS("CODE", FLASH)
                REGION_ALIAS("WEIGHTS", EXTERNAL)
                REGION_ALIAS("TABLES", FLASH)
                REGION_ALIAS("TOKENIZER", FLASH)
                REGION_ALIAS("ARENA", RAM)
                REGION_ALIAS("DATA", RAM)
                REGION_ALIAS("STACK", RAM)

                INCLUDE sections.ld
                """);
    }

    @ParameterizedTest
    @EnumSource
    void theScriptOfAllBoardsHasEverySectionByItsName(Section section) throws IOException {
        String script = Files.readString(FakePackage.root().resolve("boards/_cortexm/sections.ld"));
        Matcher memory = Pattern.compile("\\n    \\Q" + section.linkerName() + "\\E [^>]*> (\\w+)")
                .matcher(script);
        assertThat(memory.find()).isTrue();
        assertThat(memory.group(1)).isEqualTo(section.name());
    }

    @Test
    void whatTheCoreReadsFirstHasAMemoryOfItsOwnWhereTheBoardSaysSo() {
        assertThat(script(Optional.of(new Region(0x10000000L, 8))))
                .contains("    BOOT (r) : ORIGIN = 0x10000000, LENGTH = 0x00000008\n")
                .contains("SECTIONS\n{\n    .boot : { KEEP(*(.boot)) } > BOOT\n}\n\nINCLUDE sections.ld\n");
    }
}
