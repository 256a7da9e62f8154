package dev.thimble.device.analysis;

import dev.thimble.core.target.Section;
import dev.thimble.device.toolchain.FirmwareArtifacts;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sizes of a firmware's output sections.
 *
 * @param sizes bytes by section name
 */
public record ElfSections(Map<String, Long> sizes) {
    private static final Pattern ROW = Pattern.compile("(\\S+)\\s+(\\d+)\\s+(\\d+)");

    /** An immutable copy. */
    public ElfSections {
        sizes = Map.copyOf(sizes);
    }

    /** Those of a built firmware. */
    public static ElfSections of(Toolchain toolchain, FirmwareArtifacts firmware) {
        Tool size = Tool.of(firmware.board().tools(), "size");
        return parse(ToolRun.output(List.of(
                toolchain.require(size).toString(), "-A", "-d", firmware.elf().toString())));
    }

    static ElfSections parse(String table) {
        return new ElfSections(table.lines()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .collect(Collectors.toMap(row -> row.group(1), row -> Long.valueOf(row.group(2)))));
    }

    /** The sections by what they are for. */
    public Memory memory() {
        return new Memory(
                size(Section.CODE) + size(".boot2") + size(".vectors") + size(".rodata") + size(".ARM.exidx"),
                size(Section.WEIGHTS),
                size(Section.TABLES),
                size(Section.TOKENIZER),
                size(Section.DATA),
                size(".bss"),
                size(Section.ARENA),
                size(Section.STACK));
    }

    private long size(Section section) {
        return size(section.linkerName());
    }

    private long size(String section) {
        return sizes.getOrDefault(section, 0L);
    }
}
