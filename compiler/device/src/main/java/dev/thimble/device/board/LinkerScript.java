package dev.thimble.device.board;

import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The linker script that a board's description makes: its memories, and which of them each class of sections goes to.
 * What a section is says {@code sections.ld} of one of its layers, which the script includes.
 *
 * @param board the board
 */
public record LinkerScript(Board board) {

    /** How a script of this kind is called, in a board's own folder too. */
    public static final String FILE = "link.ld";

    private static final String BOOT = "BOOT";

    /** The whole file. */
    public String text() {
        return Stream.of(
                        Stream.of("/* The memories of " + board.name() + ", from its board.yml. */", "MEMORY", "{"),
                        memories(),
                        Stream.of("}", ""),
                        aliases(),
                        boot(),
                        Stream.of("", "INCLUDE sections.ld"))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Stream<String> memories() {
        return Stream.concat(
                board.boot().stream().map(region -> memory(BOOT, "r", region)),
                board.memories().stream()
                        .map(memory -> memory(memory.name(), attributes(memory.kind()), memory.region())));
    }

    private static String memory(String name, String attributes, Region region) {
        return String.format(
                Locale.ROOT,
                "    %s (%s) : ORIGIN = 0x%08x, LENGTH = 0x%08x",
                name,
                attributes,
                region.origin(),
                region.size());
    }

    private static String attributes(MemoryKind kind) {
        return switch (kind) {
            case FLASH -> "rx";
            case RAM -> "rwx";
        };
    }

    private Stream<String> aliases() {
        return Stream.of(Section.values())
                .map(section -> "REGION_ALIAS(\"" + section.name() + "\", "
                        + board.memoryOf(section).name() + ")");
    }

    /** What the core reads first lies apart from the code on some boards only. */
    private Stream<String> boot() {
        return board.boot().isEmpty()
                ? Stream.empty()
                : Stream.of("", "SECTIONS", "{", "    .boot : { KEEP(*(.boot)) } > " + BOOT, "}");
    }
}
