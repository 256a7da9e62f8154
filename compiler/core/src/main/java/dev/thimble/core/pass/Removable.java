package dev.thimble.core.pass;

import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.List;
import java.util.Optional;

/**
 * Channels of a feed-forward part, or heads of an attention: {@link RemoveDeadChannels} takes those away for which the
 * matrix products behind them have no weight.
 *
 * @param name of what makes them: a matrix product, or an attention
 * @param unit what goes as a whole
 * @param units how many there are
 * @param weights of one unit, in all matrices that have some for it
 * @param readers of the value that the units are parts of, one after the other
 */
public record Removable(String name, RemovableUnit unit, int units, long weights, Readers readers) {

    /** All of a graph, in the order of its nodes; a value behind which there is no activation is none. */
    public static List<Removable> of(Graph graph) {
        return graph.nodes().stream().flatMap(node -> at(graph, node).stream()).toList();
    }

    private static Optional<Removable> at(Graph graph, Node node) {
        return node.op() instanceof Op.Attention attention
                ? Optional.of(new HeadChannels(graph, node, attention))
                        .filter(HeadChannels::isBetweenProducts)
                        .map(Removable::heads)
                : ChannelRun.from(graph, node).filter(Removable::isFeedForward).map(Removable::channels);
    }

    private static boolean isFeedForward(ChannelRun run) {
        return run.source().op() instanceof Op.Linear
                && run.links().stream().anyMatch(link -> link.op() instanceof Op.Activation);
    }

    private static Removable heads(HeadChannels heads) {
        int count = heads.op().heads();
        return new Removable(
                heads.attention().name(),
                RemovableUnit.HEAD,
                count,
                heads.weights() + heads.readers().size() / count,
                heads.readers());
    }

    private static Removable channels(ChannelRun run) {
        return new Removable(
                run.source().name(),
                RemovableUnit.CHANNEL,
                run.width(),
                (run.weights() + run.readers().size()) / run.width(),
                run.readers());
    }

    /** Channels of the value that one unit makes. */
    public int channels() {
        return readers.value().shape().width() / units;
    }

    /** How many may be left next, below so many, at widths that kernels like; as many where no fewer may be. */
    public int fewerThan(int left) {
        return switch (unit) {
            case HEAD -> Math.max(1, left - 1);
            case CHANNEL -> Widths.below(left, units);
        };
    }
}
