package dev.thimble.core.target;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a firmware is made of, by where a board may want to have it. */
public enum Section {
    /** Vectors, instructions and their constants. */
    CODE(MemoryKind.FLASH),
    /** What was trained. */
    WEIGHTS(MemoryKind.FLASH),
    /** Multipliers and look-up tables. */
    TABLES(MemoryKind.FLASH),
    /** Vocabulary and Unicode tables. */
    TOKENIZER(MemoryKind.FLASH),
    /** Where an inference has its values. */
    ARENA(MemoryKind.RAM),
    /** Contexts and other variables. */
    DATA(MemoryKind.RAM),
    /** The stack and its guard. */
    STACK(MemoryKind.RAM);

    private final MemoryKind kind;

    Section(MemoryKind kind) {
        this.kind = kind;
    }

    /** The kind of memory it can lie in. */
    public MemoryKind kind() {
        return kind;
    }

    /** How board.yml calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class of that name, if there is one. */
    public static Optional<Section> named(String word) {
        return Stream.of(values()).filter(value -> value.word().equals(word)).findFirst();
    }
}
