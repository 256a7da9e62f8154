package dev.thimble.core.target;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a firmware is made of, by where a board may want to have it. The compiler, the linker and board.yml agree here. */
public enum Section {
    /** Vectors, instructions and their constants. */
    CODE(MemoryKind.FLASH, ".text"),
    /** What was trained. */
    WEIGHTS(MemoryKind.FLASH, ".thimble_weights"),
    /** Multipliers and look-up tables. */
    TABLES(MemoryKind.FLASH, ".thimble_tables"),
    /** Vocabulary and Unicode tables. */
    TOKENIZER(MemoryKind.FLASH, ".thimble_tokenizer"),
    /** Where an inference has its values. */
    ARENA(MemoryKind.RAM, ".thimble_arena"),
    /** Contexts and other variables. */
    DATA(MemoryKind.RAM, ".data"),
    /** The stack and its guard. */
    STACK(MemoryKind.RAM, ".stack");

    private final MemoryKind kind;
    private final String linkerName;

    Section(MemoryKind kind, String linkerName) {
        this.kind = kind;
        this.linkerName = linkerName;
    }

    /** What a package's C holds constants in: these are sections of its objects already. */
    public static List<Section> constants() {
        return List.of(WEIGHTS, TABLES, TOKENIZER);
    }

    /** The kind of memory it can lie in. */
    public MemoryKind kind() {
        return kind;
    }

    /**
     * Its section in a linked firmware, as {@code boards/_cortexm/sections.ld} names it; beside those of code, data and
     * stack lie lesser ones, such as vectors and variables that start as zero.
     */
    public String linkerName() {
        return linkerName;
    }

    /** How board.yml and the names of C call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class of that name, if there is one. */
    public static Optional<Section> named(String word) {
        return Stream.of(values()).filter(value -> value.word().equals(word)).findFirst();
    }
}
