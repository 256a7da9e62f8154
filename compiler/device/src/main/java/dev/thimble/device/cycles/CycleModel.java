package dev.thimble.device.cycles;

import dev.thimble.device.analysis.code.Listing;
import dev.thimble.device.board.FlashTiming;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cycles of what a firmware executed.
 *
 * @param listing of the firmware
 * @param core that executes it
 * @param flash that code and constants come from
 */
public record CycleModel(Listing listing, CoreTiming core, FlashTiming flash) {
    /** What instructions took, by the function that they belong to. */
    public Map<String, Cycles> byFunction(List<Execution> executions) {
        Map<String, Cycles> functions = new TreeMap<>();
        Costs costs = new Costs();
        executions.forEach(
                execution -> functions.merge(listing.function(execution.address()), costs.of(execution), Cycles::plus));
        return functions;
    }

    /** What all of them took together. */
    public Cycles of(List<Execution> executions) {
        return byFunction(executions).values().stream().reduce(Cycles.NONE, Cycles::plus);
    }

    /** What one instruction took. Where no branch led to it, the one that lies before it ran before it. */
    private final class Costs {
        private final Map<Long, Timed> timed = new HashMap<>();

        Cycles of(Execution execution) {
            Optional<Long> before = listing.before(execution.address());
            Timed instruction = timed(execution.address());
            long inLine = execution.executed() - execution.entered();
            long cycles = inLine * core.cycles(instruction, before.map(this::timed))
                    + execution.entered() * core.cycles(instruction, Optional.empty())
                    + execution.left() * core.refill(instruction)
                    + execution.unaligned() * core.unaligned();
            long fetched = inLine * newLines(execution, before) + execution.entered() * lines(execution);
            return new Cycles(
                    execution.executed(),
                    cycles,
                    flash.waitStates() * execution.lines(),
                    flash.waitStates() * (fetched + execution.constants()));
        }

        private Timed timed(long address) {
            return timed.computeIfAbsent(
                    address, any -> Timed.of(listing.instructions().get(address)));
        }

        /** Lines that an instruction lies in. */
        private long lines(Execution execution) {
            return lastLine(execution.address()) - flash.line(execution.address()) + 1;
        }

        /** Of these, the ones that the instruction before it does not lie in. */
        private long newLines(Execution execution, Optional<Long> before) {
            return before.map(earlier -> lastLine(execution.address()) - lastLine(earlier))
                    .orElseGet(() -> lines(execution));
        }

        private long lastLine(long address) {
            return flash.line(listing.end(address) - 1);
        }
    }
}
