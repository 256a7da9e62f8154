package dev.thimble.device.board;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import dev.thimble.core.target.TargetCore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A board as its folder describes it.
 *
 * @param name the folder's name and what {@code --board} takes
 * @param title the name people know it by
 * @param cpu the core, such as Cortex-M4
 * @param architecture the instruction set, such as Armv7E-M
 * @param tier 1: every test runs on it; 2: it is built; 3: described only
 * @param kernels which kernels suit the core
 * @param speed of the core
 * @param tools what builds firmware for it
 * @param layers the folders of what it shares with other boards, from the most general to the most special
 * @param updateLayers further ones, of firmware that takes updates; none on boards without a flash for them
 * @param memories its memories; each section class goes to one of them
 * @param boot where the core reads the stack's top and its first instruction, on boards where that is none of the
 *     memories
 * @param uf2 for boards that take firmware in this format
 * @param emulator what runs its firmware on this machine, if anything does
 * @param folder where board.c is, and link.ld if the board brings one of its own
 */
public record Board(
        String name,
        String title,
        String cpu,
        String architecture,
        int tier,
        KernelSet kernels,
        Speed speed,
        CrossTools tools,
        List<Path> layers,
        List<Path> updateLayers,
        List<BoardMemory> memories,
        Optional<Region> boot,
        Optional<Uf2> uf2,
        Optional<Emulator> emulator,
        Path folder) {

    /** An immutable copy; checks that memories lie apart, and that every section class has one of its kind. */
    public Board {
        layers = List.copyOf(layers);
        updateLayers = List.copyOf(updateLayers);
        memories = List.copyOf(memories);
        checkApart(memories);
        for (Section section : Section.values()) {
            List<BoardMemory> homes = memories.stream()
                    .filter(memory -> memory.holds().contains(section))
                    .toList();
            if (homes.size() != 1 || homes.get(0).kind() != section.kind()) {
                throw new IllegalArgumentException("\"" + section.word() + "\" needs one memory, of kind "
                        + section.kind().word());
            }
        }
    }

    private static void checkApart(List<BoardMemory> memories) {
        for (BoardMemory one : memories) {
            for (BoardMemory other : memories.subList(0, memories.indexOf(one))) {
                if (one.name().equals(other.name())) {
                    throw new IllegalArgumentException("two memories are called \"" + one.name() + "\"");
                }
                if (one.region().overlaps(other.region())) {
                    throw new IllegalArgumentException(
                            "the memories \"" + other.name() + "\" and \"" + one.name() + "\" overlap");
                }
            }
        }
    }

    /** What models are compiled for. */
    public TargetCore target() {
        return TargetCore.of(kernels, cpu);
    }

    /** Where a section class goes. */
    public BoardMemory memoryOf(Section section) {
        return memories.stream()
                .filter(memory -> memory.holds().contains(section))
                .findFirst()
                .orElseThrow();
    }

    /** Bytes of all memories of a kind. */
    public long bytes(MemoryKind kind) {
        return memories.stream()
                .filter(memory -> memory.kind() == kind)
                .mapToLong(memory -> memory.region().size())
                .sum();
    }
}
