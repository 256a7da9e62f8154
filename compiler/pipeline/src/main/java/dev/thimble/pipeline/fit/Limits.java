package dev.thimble.pipeline.fit;

import dev.thimble.device.board.Board;
import dev.thimble.device.board.BoardMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a package must fit into.
 *
 * @param budget bytes of flash and RAM together
 * @param board whose memories it must fit into, if any
 * @param others the boards that could be taken instead
 */
public record Limits(long budget, Optional<Board> board, List<Board> others) {
    /** Copies the list. */
    public Limits {
        others = List.copyOf(others);
    }

    /** No limit at all. */
    public static Limits none() {
        return new Limits(Long.MAX_VALUE, Optional.empty(), List.of());
    }

    /** A budget on a board. */
    public static Limits of(long budget, Board board, List<Board> boards) {
        return new Limits(
                budget,
                Optional.of(board),
                boards.stream().filter(other -> !other.equals(board)).toList());
    }

    /**
     * A limit that is passed.
     *
     * @param place the memory, or the budget, as the user knows it
     * @param needed bytes
     * @param limit bytes
     */
    public record Overflow(String place, long needed, long limit) {
        /** What is needed, where, and by how much that is too much. */
        public String sentence() {
            return Budget.bytes(needed) + " of " + place + ", " + Budget.bytes(by()) + " more than there are ("
                    + Budget.bytes(limit) + ")";
        }

        /** Bytes too many. */
        long by() {
            return needed - limit;
        }
    }

    /** The memories alone. */
    Limits withoutBudget() {
        return new Limits(Long.MAX_VALUE, board, others);
    }

    /** Whether nothing overflows. */
    boolean fits(MemoryNeeds needs) {
        return overflows(needs).isEmpty();
    }

    /** The limits that are passed, the one that is passed by most first. */
    List<Overflow> overflows(MemoryNeeds needs) {
        List<Overflow> overflows = new ArrayList<>();
        overflows.add(new Overflow("the budget", needs.total(), budget));
        for (BoardMemory memory : board.map(Board::memories).orElse(List.of())) {
            String place = memory.name() + " of " + board.map(Board::name).orElse("");
            overflows.add(new Overflow(place, needs.in(memory), memory.region().size()));
        }
        return overflows.stream()
                .filter(overflow -> overflow.by() > 0)
                .sorted(Comparator.comparingLong(Overflow::by).reversed())
                .toList();
    }

    /** The boards that have room. */
    List<String> roomierBoards(MemoryNeeds needs) {
        return others.stream()
                .filter(other -> new Limits(budget, Optional.of(other), List.of()).fits(needs))
                .map(Board::name)
                .toList();
    }
}
