package dev.thimble.core.schedule;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.ir.RowReads;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.OpFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Streams the graph: as few loops over the rows as the dependences allow, so that the wide intermediate values exist
 * for one block of rows only. A node's depth is the number of loops that must have ended before it can run.
 *
 * <p>Two placements lower the peak. A node that only later loops read, and whose inputs are stored anyway, runs in a
 * late loop of its own depth, when what its depth's main loop needed is gone (keys and values). A node that only the
 * next loop reads row by row, and whose inputs are stored anyway, sinks into that loop (queries).
 *
 * <p>Heads that are computed apart wait for each other: what a head's attention reads whole is made when the attention
 * of the head before it is done.
 */
public final class Scheduler {
    /** Rows a loop takes at a time unless something else is asked for. */
    public static final int DEFAULT_BLOCK = 4;

    private final IntGraph graph;
    private final Set<String> last;
    private final Map<String, Extent> demand;
    private final List<IntNode> live;
    private final Map<String, Integer> depth = new HashMap<>();
    private final Set<String> late = new HashSet<>();
    private int deepestOther;

    private Scheduler(IntGraph graph, Set<String> last) {
        this.graph = graph;
        this.last = last;
        this.demand = Demand.of(graph);
        this.live = graph.nodes().stream()
                .filter(node -> demand.containsKey(node.name()))
                .toList();
    }

    /** The schedule of a graph with blocks of that many rows, for some kernels. */
    public static Schedule schedule(IntGraph graph, int block, KernelSet kernels) {
        return schedule(graph, block, kernels, Set.of());
    }

    /**
     * The same, but loops of other values all come before those of the ones that are named.
     *
     * @param last values that none but values of the same kind follow from
     */
    public static Schedule schedule(IntGraph graph, int block, KernelSet kernels, Set<String> last) {
        Scheduler scheduler = new Scheduler(graph, last);
        scheduler.assignDepths();
        scheduler.sink();
        scheduler.postpone();
        return scheduler.build(block, kernels);
    }

    private void assignDepths() {
        assignDepths(node -> !last.contains(node.name()), 0);
        deepestOther = depth.values().stream().max(Integer::compare).orElse(-1);
        assignDepths(node -> last.contains(node.name()), deepestOther + 1);
    }

    private void assignDepths(Predicate<IntNode> which, int least) {
        for (IntNode node : live.stream().filter(which).toList()) {
            int deepest = least;
            for (String input : node.inputs()) {
                deepest = Math.max(deepest, depth.get(input) + distance(input, node));
            }
            for (String before : predecessors(node)) {
                deepest = Math.max(deepest, depth.get(before) + 1);
            }
            depth.put(node.name(), deepest);
        }
    }

    /** The attention of the head before the one whose keys or values a node makes; none where heads are together. */
    private List<String> predecessors(IntNode node) {
        return consumers(node.name()).stream()
                .filter(reader -> reader.op() instanceof IntOp.Attention
                        && OpFacts.reads(reader, node.name()) == RowReads.ALL_ROWS)
                .flatMap(attention -> consumers(attention.name()).stream()
                        .filter(join -> join.op() instanceof IntOp.Concat)
                        .flatMap(join -> before(join.inputs(), attention.name())))
                .toList();
    }

    private Stream<String> before(List<String> parts, String part) {
        int index = parts.indexOf(part);
        return index > 0 && isEarlierAttention(parts.get(index - 1)) ? Stream.of(parts.get(index - 1)) : Stream.empty();
    }

    /** Other values stand beside an attention's as well, and heads that share their keys cannot wait for each other. */
    private boolean isEarlierAttention(String part) {
        return depth.containsKey(part) && graph.node(part).op() instanceof IntOp.Attention;
    }

    /** 1 when the input must be complete before the consumer's loop starts, else 0. */
    private int distance(String input, IntNode consumer) {
        boolean fewerRows = demand.get(input) != demand.get(consumer.name());
        return fewerRows || needsWhole(input, consumer) ? 1 : 0;
    }

    private boolean needsWhole(String input, IntNode consumer) {
        return switch (OpFacts.reads(consumer, input)) {
            case SAME_ROW -> false;
            case EARLIER_ROWS -> demand.get(consumer.name()) == Extent.ALL;
            case ALL_ROWS -> true;
        };
    }

    private List<IntNode> consumers(String value) {
        return graph.consumers(value).stream()
                .filter(node -> demand.containsKey(node.name()))
                .toList();
    }

    private void sink() {
        for (int i = live.size() - 1; i >= 0; i--) {
            IntNode node = live.get(i);
            int latest = consumers(node.name()).stream()
                    .mapToInt(consumer -> depth.get(consumer.name()) - distance(node.name(), consumer))
                    .min()
                    .orElse(depth.get(node.name()));
            latest = last.contains(node.name()) ? latest : Math.min(latest, deepestOther);
            if (latest > depth.get(node.name()) && readsOwnRows(node) && inputsAreStoredAnyway(node)) {
                depth.put(node.name(), latest);
            }
        }
    }

    private void postpone() {
        for (IntNode node : live) {
            List<IntNode> consumers = consumers(node.name());
            boolean onlyLater = !consumers.isEmpty()
                    && consumers.stream()
                            .allMatch(consumer -> depth.get(consumer.name()) > depth.get(node.name())
                                    || late.contains(consumer.name()));
            if (onlyLater
                    && readsOwnRows(node)
                    && inputsAreStoredAnyway(node)
                    && !node.inputs().isEmpty()) {
                late.add(node.name());
            }
        }
    }

    /** What reads whole values makes them live for longer than it saves. */
    private static boolean readsOwnRows(IntNode node) {
        return node.inputs().stream().noneMatch(input -> OpFacts.reads(node, input) == RowReads.ALL_ROWS);
    }

    private boolean inputsAreStoredAnyway(IntNode node) {
        return node.inputs().stream().allMatch(input -> isStored(input, node));
    }

    /** Whether someone besides the excepted node reads a value in another loop than its own. */
    private boolean isStored(String value, IntNode except) {
        return consumers(value).stream()
                .filter(consumer -> !consumer.equals(except))
                .anyMatch(consumer -> !loopKey(consumer.name()).equals(loopKey(value)));
    }

    private record LoopKey(int depth, boolean late, Extent extent) {}

    private LoopKey loopKey(String value) {
        return new LoopKey(depth.get(value), late.contains(value), demand.get(value));
    }

    private Schedule build(int block, KernelSet kernels) {
        List<Loop> loops = new ArrayList<>();
        int deepest = depth.values().stream().max(Integer::compare).orElse(0);
        for (int level = 0; level <= deepest; level++) {
            addLoop(loops, new LoopKey(level, false, Extent.ALL));
            addLoop(loops, new LoopKey(level, true, Extent.ALL));
            addLoop(loops, new LoopKey(level, false, Extent.FIRST));
            addLoop(loops, new LoopKey(level, true, Extent.FIRST));
        }
        Set<String> stored = new HashSet<>();
        live.stream()
                .map(IntNode::name)
                .filter(name -> consumers(name).stream()
                        .anyMatch(consumer -> !loopKey(consumer.name()).equals(loopKey(name))))
                .forEach(stored::add);
        stored.add(graph.output().name());
        return new Schedule(graph, loops, stored, block, kernels);
    }

    private void addLoop(List<Loop> loops, LoopKey key) {
        List<IntNode> steps =
                live.stream().filter(node -> loopKey(node.name()).equals(key)).toList();
        if (!steps.isEmpty()) {
            loops.add(new Loop(key.extent(), steps));
        }
    }
}
