package dev.thimble.pipeline.fit;

import dev.thimble.backendc.Arenas;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.target.Section;
import dev.thimble.core.target.TargetCore;
import dev.thimble.device.board.Board;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which boards a model fits, before it is built for any of them: code and stack count as what they are at most.
 *
 * @param selections of the model, for a kind of core
 * @param graph the model
 */
public record BoardFits(Function<TargetCore, Selection> selections, IntGraph graph) {
    /** A kind of core: ways to run a model are planned once for each. */
    private record Core(String kernels, String cpu) {}

    /** For each board, in their order. */
    public List<BoardFit> of(List<Board> boards) {
        Map<Core, Ways> planned = new HashMap<>();
        return boards.stream()
                .map(board -> of(
                        board,
                        planned.computeIfAbsent(
                                new Core(board.kernels().folder(), board.cpu()), core -> ways(board.target()))))
                .toList();
    }

    private Ways ways(TargetCore target) {
        Ways ways = selections.apply(target).ways(graph);
        MemoryNeeds needs = ways.needs().plus(Section.CODE, Forecast.CODE).plus(Section.STACK, Forecast.STACK);
        return ways.with(needs);
    }

    private static BoardFit of(Board board, Ways ways) {
        Limits limits = new Limits(Long.MAX_VALUE, Optional.of(board), List.of());
        Fit fit = new Fit(List.of(ways.selection()), limits, Arenas.SHARED);
        Candidate candidate = fit.fastestThatFit(List.of(ways)).get(0);
        MemoryNeeds needs = ways.of(candidate);
        return new BoardFit(
                board,
                board.memories().stream()
                        .map(memory -> new BoardFit.Use(memory, needs.in(memory)))
                        .toList(),
                limits.fits(needs) ? Optional.empty() : Optional.of(remedy(ways, needs, limits)));
    }

    private static String remedy(Ways ways, MemoryNeeds needs, Limits limits) {
        return new Remedies(List.of(ways), Arenas.SHARED, needs, 0, 0, limits, Goal.RAM)
                .hint("neither fewer tokens nor a smaller vocabulary nor fewer bits would be enough");
    }
}
