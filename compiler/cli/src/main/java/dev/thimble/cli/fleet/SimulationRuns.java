package dev.thimble.cli.fleet;

import dev.thimble.fleet.record.Reason;
import dev.thimble.simulate.RoundResult;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Simulation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What simulations came to.
 *
 * @param central accuracy of the same part trained in one place
 * @param ram bytes that a device's trainer has
 * @param runs one a strategy and scenario
 * @param personal of devices that are asked what they hear
 */
record SimulationRuns(double central, long ram, List<Run> runs, PersonalRuns personal) {
    SimulationRuns {
        runs = List.copyOf(runs);
    }

    /**
     * One of them.
     *
     * @param strategy its word
     */
    record Run(String strategy, Scenario scenario, Simulation.Course course) {
        /** The state before the first one, and every round. */
        List<RoundResult> rounds() {
            return course.rounds();
        }

        RoundResult last() {
            return rounds().get(rounds().size() - 1);
        }

        /** Refused updates of all rounds, by reason. */
        String refused() {
            return SimulationRuns.refused(rounds().stream().map(RoundResult::refused));
        }

        /** Records that the C made, all of them the reference's. */
        long compared() {
            return rounds().stream().mapToLong(RoundResult::compared).sum();
        }

        long bytesDown() {
            return rounds().stream().mapToLong(RoundResult::bytesDown).sum();
        }

        long bytesUp() {
            return rounds().stream().mapToLong(RoundResult::bytesUp).sum();
        }
    }

    /** Who is there, in words. */
    static String what(Scenario scenario) {
        return scenario.attack()
                .map(attack ->
                        String.format(Locale.ROOT, "%.0f %% attackers (%s)", 100 * scenario.attackers(), attack.word()))
                .orElse("no attackers");
    }

    /** Refused updates of some rounds together, by reason. */
    static String refused(Stream<Map<Reason, Long>> rounds) {
        Map<String, Long> refused = new TreeMap<>();
        rounds.forEach(round -> round.forEach((reason, count) -> refused.merge(reason.name(), count, Long::sum)));
        return refused.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Tables. */
    String text() {
        return String.format(Locale.ROOT, "trained in one place: %.2f %%%n", 100 * central)
                + table()
                + compared()
                + personal.text();
    }

    private String table() {
        if (runs.isEmpty()) {
            return "";
        }
        return String.format(
                        Locale.ROOT,
                        "%-30s %-28s %9s %9s %13s %13s  %s%n",
                        "strategy",
                        "",
                        "begun",
                        "ended",
                        "bytes up",
                        "bytes down",
                        "refused")
                + runs.stream().map(SimulationRuns::line).collect(Collectors.joining());
    }

    private String compared() {
        long compared = Stream.concat(
                        runs.stream().map(Run::compared),
                        personal.runs().stream().map(PersonalRuns.Run::compared))
                .mapToLong(Long::longValue)
                .sum();
        return compared == 0
                ? ""
                : String.format(
                        Locale.ROOT, "records of the generated C: %,d, each the reference's byte for byte%n", compared);
    }

    private static String line(Run run) {
        return String.format(
                Locale.ROOT,
                "%-30s %-28s %7.2f %% %7.2f %% %,13d %,13d  %s%n",
                run.strategy(),
                what(run.scenario()),
                100 * run.rounds().get(0).accuracy(),
                100 * run.last().accuracy(),
                run.bytesUp(),
                run.bytesDown(),
                run.refused());
    }
}
