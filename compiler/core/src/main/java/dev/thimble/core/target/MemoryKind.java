package dev.thimble.core.target;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a memory is like. */
public enum MemoryKind {
    /** Has its content when the core starts; only read. */
    FLASH,
    /** Has no content when the core starts. */
    RAM;

    /** How board.yml calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that name, if there is one. */
    public static Optional<MemoryKind> named(String word) {
        return Stream.of(values()).filter(value -> value.word().equals(word)).findFirst();
    }
}
