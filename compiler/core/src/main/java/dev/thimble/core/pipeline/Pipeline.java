package dev.thimble.core.pipeline;

import dev.thimble.core.equalize.ActivationsByChannel;
import dev.thimble.core.equalize.EqualizeChannels;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.AbsorbKeysAndValues;
import dev.thimble.core.pass.CentreBeforeNorms;
import dev.thimble.core.pass.ComposeLinears;
import dev.thimble.core.pass.FlattenSums;
import dev.thimble.core.pass.FoldCoefficients;
import dev.thimble.core.pass.JoinLinears;
import dev.thimble.core.pass.MoveOffsets;
import dev.thimble.core.pass.RemoveDeadChannels;
import dev.thimble.core.pipeline.NamedPass.OfCalibrated;
import dev.thimble.core.pipeline.NamedPass.OfFloats;
import dev.thimble.core.pipeline.NamedPass.OfIntegers;
import dev.thimble.core.schedule.HeadByHead;
import java.util.List;
import java.util.Optional;

/**
 * The passes of a compilation in the order in which they run. {@link #standard()} is the whole list: a
 * compilation runs no pass that is not in it.
 *
 * @param passes those of the float graph first, then those that need its calibration and the integer graph
 */
public record Pipeline(List<NamedPass> passes) {
    /** Not where widths are a promise: to devices that train, and to firmware that takes other weights later. */
    public static final OfFloats REMOVE_DEAD_CHANNELS = new OfFloats(
            "remove-dead-channels", "channels and heads on which no result depends are gone", new RemoveDeadChannels());

    /** Between calibration and quantisation. */
    public static final OfCalibrated EQUALIZE_CHANNELS = new OfCalibrated(
            "equalize-channels",
            "a channel with a large range does not take the 8-bit range away from the others",
            EqualizeChannels::run);

    /** Kept where it makes the logits better. */
    public static final OfCalibrated ACTIVATIONS_BY_CHANNEL = new OfCalibrated(
            "activations-by-channel",
            "each channel of an activation has the range of a few that suits it best",
            ActivationsByChannel::run);

    /** Kept where it makes the logits better. */
    public static final OfCalibrated LEVEL_NORMS = new OfCalibrated(
            "level-norms",
            "all channels of a norm have one range, and its readers' weights what they had",
            EqualizeChannels::levelNorms);

    /** One of the ways to save memory; it is taken where the goal prefers it. */
    public static final OfIntegers HEAD_BY_HEAD = new OfIntegers(
            "head-by-head", "keys and values are held for one attention head at a time", HeadByHead::split);

    private static final Pipeline STANDARD = new Pipeline(List.of(
            new OfFloats("fold-coefficients", "weighted sums become plain sums", new FoldCoefficients()),
            REMOVE_DEAD_CHANNELS,
            new OfFloats(
                    "absorb-keys-and-values",
                    "where one row of attention counts, products over all tokens become products over that row",
                    new AbsorbKeysAndValues()),
            new OfFloats("compose-linears", "two matrix products in a row become one", new ComposeLinears()),
            new OfFloats("flatten-sums", "a sum that only another sum reads becomes part of it", new FlattenSums()),
            new OfFloats("join-linears", "products of embeddings that are added become one", new JoinLinears()),
            new OfFloats(
                    "centre-before-norms",
                    "tables and matrices lose the mean that the norm behind them would take away",
                    new CentreBeforeNorms()),
            new OfFloats("move-offsets", "biases lose the constants that cost their values range", new MoveOffsets()),
            EQUALIZE_CHANNELS,
            ACTIVATIONS_BY_CHANNEL,
            LEVEL_NORMS,
            HEAD_BY_HEAD));

    /** Copies the list. */
    public Pipeline {
        passes = List.copyOf(passes);
    }

    /** Every pass. */
    public static Pipeline standard() {
        return STANDARD;
    }

    /** The same without one pass. Whether later passes run is the goal's choice, and not a setting. */
    public Pipeline without(OfFloats left) {
        return leaving(left);
    }

    /** The same without one pass. */
    public Pipeline without(OfCalibrated left) {
        return leaving(left);
    }

    private Pipeline leaving(NamedPass left) {
        return new Pipeline(passes.stream().filter(pass -> !pass.equals(left)).toList());
    }

    /** Whether a pass runs. */
    public boolean has(OfCalibrated pass) {
        return passes.contains(pass);
    }

    /** The pass of that name, if there is one. */
    public Optional<NamedPass> named(String name) {
        return passes.stream().filter(pass -> pass.name().equals(name)).findFirst();
    }

    /** The float graph as calibration and quantiser want it: after all passes that need nothing else. */
    public Graph prepare(Graph graph) {
        return run(graph, passes);
    }

    /** Whether a pass runs. */
    public boolean has(OfFloats pass) {
        return passes.contains(pass);
    }

    /** The float graph after the passes before one of those that need nothing else. */
    public Graph prepareBefore(OfFloats next, Graph graph) {
        return run(graph, passes.subList(0, passes.indexOf(next)));
    }

    /** What the passes from behind one up to and including another make of what the former left. */
    public Graph prepareBetween(OfFloats done, OfFloats last, Graph graph) {
        return run(graph, passes.subList(passes.indexOf(done) + 1, passes.indexOf(last) + 1));
    }

    /** Whether one pass runs before another. */
    public boolean isBefore(OfFloats pass, OfFloats later) {
        return passes.indexOf(pass) < passes.indexOf(later);
    }

    /** What the passes after one of those that need nothing else make of what it left. */
    public Graph prepareAfter(OfFloats last, Graph graph) {
        return run(graph, passes.subList(passes.indexOf(last) + 1, passes.size()));
    }

    /** The float graph after the passes up to and including one of those that need nothing else. */
    public Graph prepareUntil(OfFloats last, Graph graph) {
        return run(graph, passes.subList(0, passes.indexOf(last) + 1));
    }

    private static Graph run(Graph graph, List<NamedPass> passes) {
        Graph rewritten = graph;
        for (NamedPass pass : passes) {
            if (pass instanceof OfFloats ofFloats) {
                rewritten = ofFloats.run(rewritten);
            }
        }
        return rewritten;
    }
}
