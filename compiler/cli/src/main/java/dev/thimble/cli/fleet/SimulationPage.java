package dev.thimble.cli.fleet;

import dev.thimble.backendc.Templates;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.folder.Installation;
import dev.thimble.simulate.RoundResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What simulations came to, as a page with pictures. */
final class SimulationPage {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 260;
    private static final int HUES = 47;
    private static final double HALF_A_DIGIT = 4;
    private static final List<Integer> MARKS = List.of(0, 25, 50, 75, 100);

    private SimulationPage() {}

    /**
     * A line of a picture: accuracy, from 0 at the bottom to 1 at the top, round by round.
     *
     * @param points as an SVG has them
     * @param hue of its colour
     */
    public record Line(
            String name,
            String points,
            int hue,
            String ended,
            String bytesUp,
            String bytesDown,
            String compared,
            String refused) {}

    /** A line across a picture: so many per cent, and where they are. */
    public record Mark(int percent, String y, String textY) {}

    /** A picture: the lines of one scenario. */
    public record Picture(String title, List<Line> lines) {}

    static void write(Installation installation, SimulationRuns runs, Path file) {
        String page = new Templates(installation)
                .render(
                        "report/fleet.html.ftl",
                        Map.of(
                                "central", percent(runs.central()),
                                "ram", count(runs.ram()),
                                "height", number(HEIGHT * (1 - runs.central())),
                                "marks",
                                        MARKS.stream().map(SimulationPage::mark).toList(),
                                "pictures", pictures(runs)));
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("--report", file, e.toString()), e);
        }
    }

    private static Mark mark(int percent) {
        double y = HEIGHT * (1 - percent / 100.0);
        return new Mark(percent, number(y), number(y + HALF_A_DIGIT));
    }

    private static List<Picture> pictures(SimulationRuns runs) {
        return runs.runs().stream()
                .map(run -> SimulationRuns.what(run.scenario()))
                .distinct()
                .map(what -> new Picture(what, lines(runs, what)))
                .toList();
    }

    private static List<Line> lines(SimulationRuns runs, String what) {
        List<SimulationRuns.Run> own = runs.runs().stream()
                .filter(run -> SimulationRuns.what(run.scenario()).equals(what))
                .toList();
        return own.stream().map(run -> line(run, own.indexOf(run))).toList();
    }

    private static Line line(SimulationRuns.Run run, int index) {
        return new Line(
                run.strategy(),
                points(run.rounds()),
                (200 + HUES * 2 * index) % 360,
                percent(run.last().accuracy()),
                count(run.bytesUp()),
                count(run.bytesDown()),
                count(run.compared()),
                run.refused().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static String points(List<RoundResult> rounds) {
        double step = WIDTH / Math.max(1, rounds.size() - 1);
        return rounds.stream()
                .map(round -> number(round.round() * step) + "," + number(HEIGHT * (1 - round.accuracy())))
                .collect(Collectors.joining(" "));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
