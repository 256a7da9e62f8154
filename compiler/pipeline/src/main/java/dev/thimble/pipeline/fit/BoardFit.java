package dev.thimble.pipeline.fit;

import dev.thimble.core.target.MemoryKind;
import dev.thimble.device.board.Board;
import dev.thimble.device.board.BoardMemory;
import java.util.List;
import java.util.Optional;

/**
 * How a model fits a board: each memory is judged by itself, since room in one is of no use to another.
 *
 * @param board the board
 * @param memories all that it has
 * @param remedy what would make the model fit; nothing where it does
 */
public record BoardFit(Board board, List<Use> memories, Optional<String> remedy) {
    /** Copies the list. */
    public BoardFit {
        memories = List.copyOf(memories);
    }

    /**
     * What a memory has to hold.
     *
     * @param memory of the board
     * @param needed bytes, with room for code and stack
     */
    public record Use(BoardMemory memory, long needed) {
        /** Bytes that are left; negative where as many are missing. */
        public long margin() {
            return memory.region().size() - needed;
        }
    }

    /** Whether every memory has room. */
    public boolean fits() {
        return remedy.isEmpty();
    }

    /** Bytes that are needed of a kind of memory. */
    public long needed(MemoryKind kind) {
        return memories.stream()
                .filter(use -> use.memory().kind() == kind)
                .mapToLong(Use::needed)
                .sum();
    }
}
