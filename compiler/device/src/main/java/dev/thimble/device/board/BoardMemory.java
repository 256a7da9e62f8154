package dev.thimble.device.board;

import dev.thimble.core.target.MemoryKind;
import dev.thimble.core.target.Section;
import java.util.Set;

/**
 * One memory of a board.
 *
 * @param name as the linker calls it
 * @param kind flash or RAM
 * @param region where it is
 * @param holds what goes there
 */
public record BoardMemory(String name, MemoryKind kind, Region region, Set<Section> holds) {
    /** Copies the set. */
    public BoardMemory {
        holds = Set.copyOf(holds);
    }
}
