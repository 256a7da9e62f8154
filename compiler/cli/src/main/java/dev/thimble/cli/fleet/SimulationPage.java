package dev.thimble.cli.fleet;

import dev.thimble.backendc.Templates;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.folder.Installation;
import dev.thimble.simulate.RoundResult;
import dev.thimble.simulate.Score;
import dev.thimble.simulate.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        Stream<Picture> all = runs.runs().stream()
                .map(run -> SimulationRuns.what(run.scenario()))
                .distinct()
                .map(what -> new Picture(what, lines(runs, what)));
        Stream<Picture> personal = Stream.of(
                        new Picture(
                                "devices that took part, asked what they hear",
                                lines(runs.personal(), Scores::participants)),
                        new Picture(
                                "devices that never took part, asked what they hear",
                                lines(runs.personal(), Scores::newcomers)))
                .filter(picture -> !picture.lines().isEmpty());
        return Stream.concat(all, personal).toList();
    }

    /** Those of which anybody was asked. */
    private static List<Line> lines(PersonalRuns runs, Function<Scores, Score> devices) {
        List<PersonalRuns.Series> series = runs.series().stream()
                .filter(each -> devices.apply(each.last()).asked() > 0)
                .toList();
        return series.stream()
                .map(each -> line(each, devices, series.indexOf(each)))
                .toList();
    }

    private static Line line(PersonalRuns.Series series, Function<Scores, Score> devices, int index) {
        return new Line(
                series.run().strategy() + ", head " + series.head(),
                points(series.all().stream().map(devices.andThen(Score::share)).toList()),
                hue(index),
                PersonalRuns.percent(devices.apply(series.last())),
                count(series.run().bytesUp()),
                "",
                "",
                series.run().refused());
    }

    private static int hue(int index) {
        return (200 + HUES * 2 * index) % 360;
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
                points(run.rounds().stream().map(RoundResult::accuracy).toList()),
                hue(index),
                percent(run.last().accuracy()),
                count(run.bytesUp()),
                count(run.bytesDown()),
                count(run.compared()),
                run.refused());
    }

    private static String points(List<Double> accuracies) {
        double step = WIDTH / Math.max(1, accuracies.size() - 1);
        return IntStream.range(0, accuracies.size())
                .mapToObj(round -> number(round * step) + "," + number(HEIGHT * (1 - accuracies.get(round))))
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
