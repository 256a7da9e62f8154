package dev.thimble.pipeline.fit;

import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.CPackage;
import dev.thimble.core.target.Section;
import dev.thimble.device.board.BoardMemory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a package needs, before it is built: code and stack are known after the build and count as nothing.
 *
 * @param bytes by section class; a class that is missing needs nothing
 */
record MemoryNeeds(Map<Section, Long> bytes) {
    /** Copies the map. */
    MemoryNeeds {
        bytes = Map.copyOf(bytes);
    }

    /** The needs of a package. */
    static MemoryNeeds of(CPackage code) {
        return new MemoryNeeds(Map.of(
                Section.WEIGHTS, code.bytes(Section.WEIGHTS),
                Section.TABLES, code.bytes(Section.TABLES),
                Section.TOKENIZER, code.bytes(Section.TOKENIZER),
                Section.ARENA, code.arena(),
                Section.DATA, code.contextBytes() + code.trainerBytes()));
    }

    /** The needs of several packages in one firmware; kernels, which they have in common, are no part of needs. */
    static MemoryNeeds together(List<MemoryNeeds> parts, Arenas arenas) {
        Map<Section, Long> sums = new EnumMap<>(Section.class);
        parts.forEach(part -> part.bytes().forEach((section, bytes) -> sums.merge(section, bytes, Long::sum)));
        return new MemoryNeeds(sums).withArena(arenas.bytes(parts.stream().mapToLong(part -> part.of(Section.ARENA))));
    }

    /** The bytes of one class. */
    long of(Section section) {
        return bytes.getOrDefault(section, 0L);
    }

    /** The same with that many bytes more (or, negative, fewer) in one class. */
    MemoryNeeds plus(Section section, long more) {
        Map<Section, Long> changed = new EnumMap<>(Section.class);
        changed.putAll(bytes);
        changed.merge(section, more, Long::sum);
        return new MemoryNeeds(changed);
    }

    /** The same with another arena. */
    MemoryNeeds withArena(long arena) {
        return plus(Section.ARENA, arena - of(Section.ARENA));
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
