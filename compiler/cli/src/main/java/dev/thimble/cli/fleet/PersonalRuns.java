package dev.thimble.cli.fleet;

import dev.thimble.core.train.PersonalPart;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.Progress;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.PersonalResult;
import dev.thimble.simulate.PersonalSimulation;
import dev.thimble.simulate.Score;
import dev.thimble.simulate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What simulations came to for devices that are asked what they hear.
 *
 * @param runs one a strategy and what stays on devices
 */
record PersonalRuns(List<Run> runs) {
    /** Of no simulation. */
    static final PersonalRuns NONE = new PersonalRuns(List.of());

    PersonalRuns {
        runs = List.copyOf(runs);
    }

    /**
     * One of them.
     *
     * @param strategy its word
     * @param personal what stays on devices
     * @param rounds the state before the first one, and every round
     */
    record Run(String strategy, PersonalPart personal, List<PersonalResult> rounds) {
        Run {
            rounds = List.copyOf(rounds);
        }

        long bytesUp() {
            return rounds.stream().mapToLong(PersonalResult::bytesUp).sum();
        }

        /** Records that the C made, all of them the reference's. */
        long compared() {
            return rounds.stream().mapToLong(PersonalResult::compared).sum();
        }

        /** Refused updates of all rounds, by reason. */
        String refused() {
            return SimulationRuns.refused(rounds.stream().map(PersonalResult::refused));
        }

        /** What is said of it: an image whose head nobody trained says nothing by itself. */
        Stream<Series> series() {
            return personal == PersonalPart.NOTHING
                    ? Stream.of(
                            new Series(this, "shared", PersonalResult::published),
                            new Series(this, "shared, then tuned", PersonalResult::own))
                    : Stream.of(new Series(this, "personal", PersonalResult::own));
        }
    }

    /**
     * How devices of a run answer, round by round.
     *
     * @param head whose head they answer with
     */
    record Series(Run run, String head, Function<PersonalResult, Scores> scores) {
        List<Scores> all() {
            return run.rounds().stream().map(scores).toList();
        }

        Scores first() {
            return all().get(0);
        }

        Scores last() {
            return all().get(run.rounds().size() - 1);
        }
    }

    /**
     * Runs every strategy with each of these staying on devices.
     *
     * @param hardware starts the devices that run the C, for each run anew
     */
    static PersonalRuns of(
            PersonalSimulation simulation,
            List<PersonalPart> parts,
            List<Strategy<?>> strategies,
            Supplier<Hardware> hardware,
            Progress progress) {
        List<Run> runs = new ArrayList<>();
        for (Strategy<?> strategy : strategies) {
            for (PersonalPart personal : parts) {
                progress.stage(String.format(
                        Locale.ROOT,
                        "%d rounds, %s, a head %s",
                        simulation.scenario().fleet().rounds(),
                        strategy.word(),
                        personal == PersonalPart.NOTHING ? "that is shared" : "of each device"));
                try (Hardware started = hardware.get()) {
                    runs.add(new Run(strategy.word(), personal, rounds(simulation, personal, strategy, started)));
                }
            }
        }
        return new PersonalRuns(runs);
    }

    private static <A extends Accumulator<A>> List<PersonalResult> rounds(
            PersonalSimulation simulation, PersonalPart personal, Strategy<A> strategy, Hardware hardware) {
        return simulation.run(personal, strategy, hardware);
    }

    /** What is said of all. */
    List<Series> series() {
        return runs.stream().flatMap(Run::series).toList();
    }

    /** A table; nothing of no runs. */
    String text() {
        return runs.isEmpty()
                ? ""
                : head() + series().stream().map(PersonalRuns::line).collect(Collectors.joining());
    }

    private static String head() {
        return String.format(
                Locale.ROOT,
                "%-18s %-21s %20s  %20s%n%-18s %-21s %9s %10s  %9s %10s %12s  %s%n",
                "",
                "",
                "devices of the rounds",
                "newcomers",
                "strategy",
                "head",
                "begun",
                "ended",
                "begun",
                "ended",
                "bytes up",
                "refused");
    }

    /** A share in per cent; a dash where nobody was asked. */
    static String percent(Score score) {
        return score.asked() == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * score.share());
    }

    private static String line(Series series) {
        return String.format(
                Locale.ROOT,
                "%-18s %-21s %9s %10s  %9s %10s %,12d  %s%n",
                series.run().strategy(),
                series.head(),
                percent(series.first().participants()),
                percent(series.last().participants()),
                percent(series.first().newcomers()),
                percent(series.last().newcomers()),
                series.run().bytesUp(),
                series.run().refused());
    }
}
