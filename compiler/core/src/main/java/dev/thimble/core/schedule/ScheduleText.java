package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntNode;
import java.util.stream.Collectors;

/** A schedule as text. */
public final class ScheduleText {
    private ScheduleText() {}

    /** The rows of a block, a line for each loop with its steps, and the products whose weights are widened. */
    public static String print(Schedule schedule) {
        StringBuilder text = new StringBuilder("block " + schedule.block() + "\n");
        for (Loop loop : schedule.loops()) {
            text.append(loop.extent() == Extent.ALL ? "all rows:" : "first row:");
            text.append(' ').append(steps(loop)).append('\n');
        }
        schedule.widened().stream()
                .sorted()
                .forEach(product -> text.append("widened ").append(product).append('\n'));
        return text.toString();
    }

    private static String steps(Loop loop) {
        return loop.steps().stream().map(IntNode::name).collect(Collectors.joining(" "));
    }
}
