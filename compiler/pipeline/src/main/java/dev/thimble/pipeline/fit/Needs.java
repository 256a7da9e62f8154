package dev.thimble.pipeline.fit;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.model.CSection;
import dev.thimble.device.board.BoardMemory;
import dev.thimble.device.board.SectionClass;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a package needs, before it is built: code and stack are known after the build and count as nothing.
 *
 * @param bytes by section class; a class that is missing needs nothing
 */
record Needs(Map<SectionClass, Long> bytes) {
    /** Copies the map. */
    Needs {
        bytes = Map.copyOf(bytes);
    }

    /** The needs of a package. */
    static Needs of(CPackage code) {
        return new Needs(Map.of(
                SectionClass.WEIGHTS, code.bytes(CSection.WEIGHTS),
                SectionClass.TABLES, code.bytes(CSection.TABLES),
                SectionClass.TOKENIZER, code.bytes(CSection.TOKENIZER),
                SectionClass.ARENA, code.arena(),
                SectionClass.DATA, code.contextBytes()));
    }

    /** The bytes of one class. */
    long of(SectionClass section) {
        return bytes.getOrDefault(section, 0L);
    }

    /** The same with that many bytes more (or, negative, fewer) in one class. */
    Needs plus(SectionClass section, long more) {
        Map<SectionClass, Long> changed = new EnumMap<>(SectionClass.class);
        changed.putAll(bytes);
        changed.merge(section, more, Long::sum);
        return new Needs(changed);
    }

    /** The same with another arena. */
    Needs withArena(long arena) {
        return plus(SectionClass.ARENA, arena - of(SectionClass.ARENA));
    }

    /** Bytes in one memory. */
    long in(BoardMemory memory) {
        return memory.holds().stream().mapToLong(this::of).sum();
    }

    /** Bytes in all. */
    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
