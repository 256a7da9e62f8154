package dev.thimble.core.prune;

import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pass.Removable;
import dev.thimble.core.pass.RemoveDeadChannels;
import dev.thimble.core.quant.LogitErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets channels of feed-forward parts and heads of attentions go, those whose going changes the logits least for a weight
 * that goes. Within a value the next one is that which the products behind it can best make up for; between values it is
 * measured: the logits' noise where one value alone is narrower.
 */
public final class Pruner {
    private final Graph graph;
    private final List<int[]> sequences;
    private final LogitErrors errors;

    /**
     * A pruner of a float graph without dead channels.
     *
     * @param sequences that show what channels have to do with each other
     * @param measured sequences that logits are compared on
     */
    public Pruner(Graph graph, List<int[]> sequences, List<int[]> measured) {
        this.graph = graph;
        this.sequences = List.copyOf(sequences);
        this.errors = new LogitErrors(new OrderedExecutor(graph), measured);
    }

    /** A value that is narrower, alone: which units went, and the logits' noise to signal. */
    private record Narrowed(Course course, List<Integer> gone, double noise) {
        long weights() {
            return gone.size() * course.removable().weights();
        }
    }

    /** A value as it is now, and with its next width, if there is one. */
    private record Choice(Narrowed now, Optional<Narrowed> next) {
        long weights() {
            return next.orElse(now).weights() - now.weights();
        }

        /** What a weight that goes costs; without end where none can. */
        double cost() {
            return next.map(then -> (then.noise - now.noise) / weights()).orElse(Double.POSITIVE_INFINITY);
        }
    }

    /** As much as is asked for, or as much as can go. */
    public Pruning prune(PruneShare share) {
        List<Removable> removables = Removable.of(graph);
        List<Choice> choices = new ArrayList<>(begun(removables));
        long all = removables.stream()
                .mapToLong(removable -> removable.weights() * removable.units())
                .sum();
        long left = share.of(all);
        while (left > 0 && choices.stream().anyMatch(choice -> choice.next.isPresent())) {
            int cheapest = cheapest(choices);
            left -= choices.get(cheapest).weights();
            Narrowed taken = choices.get(cheapest).next.orElseThrow();
            choices.set(cheapest, new Choice(taken, next(taken.course)));
        }
        return pruning(share, all, choices.stream().map(Choice::now).toList());
    }

    private static int cheapest(List<Choice> choices) {
        return IntStream.range(0, choices.size())
                .filter(i -> choices.get(i).next.isPresent())
                .boxed()
                .min(Comparator.comparingDouble(i -> choices.get(i).cost()))
                .orElseThrow();
    }

    private List<Choice> begun(List<Removable> removables) {
        ChannelMoments moments = moments(graph, removables);
        return removables.stream()
                .map(removable -> new Course(removable, graph, moments.of(value(removable))))
                .map(course -> new Choice(new Narrowed(course, List.of(), 0), next(course)))
                .toList();
    }

    private ChannelMoments moments(Graph of, List<Removable> removables) {
        return ChannelMoments.of(of, removables.stream().map(Pruner::value).toList(), sequences);
    }

    private static String value(Removable removable) {
        return removable.readers().value().name();
    }

    private Optional<Narrowed> next(Course course) {
        if (!course.canGoOn()) {
            return Optional.empty();
        }
        course.goOn();
        return Optional.of(new Narrowed(course, course.gone(), noise(course.compensated())));
    }

    private double noise(Graph other) {
        return errors.noise(new OrderedExecutor(other));
    }

    private Pruning pruning(PruneShare share, long all, List<Narrowed> narrowed) {
        Graph compensated = graph;
        Graph plain = graph;
        for (Narrowed each : narrowed) {
            compensated = compensated(compensated, each);
            plain = Course.uncompensated(plain, each.course.removable(), each.gone);
        }
        return new Pruning(
                share,
                all,
                narrowed.stream().map(Pruner::part).toList(),
                decibels(noise(compensated)),
                decibels(noise(plain)),
                new RemoveDeadChannels().run(compensated));
    }

    /** Made up for by what values are once those before them are narrower. */
    private Graph compensated(Graph before, Narrowed narrowed) {
        if (narrowed.gone.isEmpty()) {
            return before;
        }
        Removable removable = narrowed.course.removable();
        Course course = new Course(
                removable, before, moments(before, List.of(removable)).of(value(removable)));
        narrowed.gone.forEach(course::let);
        return course.compensated();
    }

    private static Pruning.Part part(Narrowed narrowed) {
        Removable removable = narrowed.course.removable();
        return new Pruning.Part(
                removable.name(),
                removable.unit(),
                removable.units(),
                removable.units() - narrowed.gone.size(),
                narrowed.weights(),
                decibels(narrowed.noise));
    }

    private static double decibels(double noise) {
        return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
    }
}
