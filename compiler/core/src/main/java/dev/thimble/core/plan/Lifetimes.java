package dev.thimble.core.plan;

import dev.thimble.core.integer.IntNode;
import dev.thimble.core.schedule.Extent;
import dev.thimble.core.schedule.Loop;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.OpFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From when to when each buffer must keep its content, counted in steps. A stored value lives from the first step of
 * the loop that makes it, since the loop comes round again, to the last step of the last loop that reads it; in a loop
 * that is run once it lives like a passing value: from the step that makes it to the last step that reads it.
 */
final class Lifetimes {
    private final Schedule schedule;
    private final List<IntNode> steps = new ArrayList<>();
    private final List<Integer> loopStarts = new ArrayList<>();
    private final Map<String, Buffer> byValue = new HashMap<>();
    private final List<Buffer> scratch = new ArrayList<>();

    private Lifetimes(Schedule schedule) {
        this.schedule = schedule;
        for (Loop loop : schedule.loops()) {
            loopStarts.add(steps.size());
            steps.addAll(loop.steps());
        }
        loopStarts.add(steps.size());
    }

    static List<Buffer> of(Schedule schedule) {
        Lifetimes lifetimes = new Lifetimes(schedule);
        for (int step = 0; step < lifetimes.steps.size(); step++) {
            lifetimes.add(step);
        }
        List<Buffer> buffers = new ArrayList<>(lifetimes.scratch);
        lifetimes.byValue.values().stream().distinct().forEach(buffers::add);
        return buffers;
    }

    private void add(int step) {
        IntNode node = steps.get(step);
        Buffer own = buffer(step, node);
        String home = inPlaceOf(step, node);
        byValue.put(node.name(), own);
        if (!home.isEmpty()) {
            merge(byValue.get(home), own);
        }
        long bytes = schedule.scratchBytes(node);
        if (bytes > 0) {
            String name = MemoryPlan.scratchOf(node.name());
            scratch.add(new Buffer(name, List.of(name), bytes, step, step));
        }
    }

    private Buffer buffer(int step, IntNode node) {
        String name = node.name();
        long bytes = (long) schedule.rowsHeld(node)
                * node.shape().width()
                * node.quantization().precision().bytes();
        int loop = schedule.loopOf(name);
        boolean needed = schedule.stored().contains(name) && schedule.comesRound(loop);
        int first = needed ? loopStarts.get(loop) : step;
        return new Buffer(name, List.of(name), bytes, first, lastRead(step, name));
    }

    private int lastRead(int step, String name) {
        int last = step;
        for (int reader = step; reader < steps.size(); reader++) {
            if (steps.get(reader).inputs().contains(name)) {
                last = Math.max(last, endOfReading(name, reader));
            }
        }
        return name.equals(schedule.graph().output().name()) ? steps.size() - 1 : last;
    }

    /** Inside its own loop a passing value is gone with its last reader; a stored one is read in every round. */
    private int endOfReading(String name, int reader) {
        int loop = schedule.loopOf(steps.get(reader).name());
        boolean again = schedule.stored().contains(name) && schedule.comesRound(loop);
        return again ? loopStarts.get(loop + 1) - 1 : reader;
    }

    /** The value in whose place this node may write its own; empty when there is none. */
    private String inPlaceOf(int step, IntNode node) {
        return OpFacts.of(node).inPlace() ? replaced(step, node) : overwritten(step, node);
    }

    /** The first input, if it is gone with this step. */
    private String replaced(int step, IntNode node) {
        Buffer input = byValue.get(node.inputs().get(0));
        Buffer own = buffer(step, node);
        boolean bothPass =
                !schedule.stored().contains(node.name()) && !schedule.stored().contains(input.name());
        return bothPass && input.last() == step && input.bytes() == own.bytes() ? input.name() : "";
    }

    /**
     * The stored value whose rows this node may overwrite: one of the same row size that nobody reads after this loop,
     * and that this loop reads row by row, in earlier steps only. Empty when there is none.
     */
    private String overwritten(int step, IntNode node) {
        Loop loop = schedule.loops().get(schedule.loopOf(node.name()));
        if (!schedule.stored().contains(node.name()) || loop.extent() != Extent.ALL) {
            return "";
        }
        int loopStart = loopStarts.get(schedule.loopOf(node.name()));
        return steps.subList(loopStart, step).stream()
                .flatMap(reader -> reader.inputs().stream())
                .filter(value -> canTakeOver(value, node, step, loopStart))
                .findFirst()
                .orElse("");
    }

    private boolean canTakeOver(String value, IntNode node, int step, int loopStart) {
        Buffer old = byValue.get(value);
        boolean isTip = old.values().get(old.values().size() - 1).equals(value);
        boolean fits = schedule.stored().contains(value)
                && schedule.loopOf(value) < schedule.loopOf(node.name())
                && old.bytes() == buffer(step, node).bytes()
                && old.last() < loopStarts.get(schedule.loopOf(node.name()) + 1);
        return isTip
                && fits
                && steps.subList(loopStart, loopStarts.get(schedule.loopOf(node.name()) + 1)).stream()
                        .filter(reader -> reader.inputs().contains(value))
                        .allMatch(reader -> steps.indexOf(reader) < step && schedule.readsSameRow(reader, value));
    }

    private void merge(Buffer old, Buffer own) {
        List<String> values = new ArrayList<>(old.values());
        values.addAll(own.values());
        Buffer merged = new Buffer(old.name(), values, old.bytes(), old.first(), Math.max(old.last(), own.last()));
        values.forEach(value -> byValue.put(value, merged));
    }
}
