package dev.thimble.cli.fit;

import dev.thimble.backendc.Templates;
import dev.thimble.cli.run.VocabularyText;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.folder.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table with a picture: size from left to right, agreement from the bottom to the top. */
final class FitPage {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 260;
    private static final double HALF_A_DIGIT = 4;
    private static final int MARKS = 4;
    private static final int FIRST_HUE = 210;
    private static final int NEXT_HUE = 140;

    private final Table table;
    private final double least;
    private final long most;

    private FitPage(Table table) {
        this.table = table;
        this.least = table.choices().stream()
                .mapToDouble(
                        choice -> Math.min(99, Math.floor(100 * choice.result().agreement())))
                .min()
                .orElse(0);
        this.most = Math.max(
                table.budget(),
                table.choices().stream().mapToLong(Choice::atMost).max().orElse(1));
    }

    /** A choice of the table, and where its point is. */
    public record Row(
            String vocabulary,
            String tokenBits,
            String matrixBits,
            boolean taken,
            int hue,
            String flash,
            String ram,
            String atMost,
            boolean fits,
            String decibels,
            String agreement,
            String accuracy,
            String x,
            String y) {}

    /** The choices of one vocabulary: a colour, points that are joined, and what they are. */
    public record Line(String points, int hue, String name, String costs) {}

    /** A line across the picture: what it stands for, where it is, and where that is written. */
    public record Mark(String text, String at, String textAt) {}

    static void write(Installation installation, Table table, String model, Path file) {
        FitPage page = new FitPage(table);
        List<Row> rows = table.choices().stream().map(page::row).toList();
        String html = new Templates(installation)
                .render(
                        "report/fit.html.ftl",
                        Map.of(
                                "model", model,
                                "rows", rows,
                                "lines",
                                        table.varieties().stream()
                                                .map(page::line)
                                                .toList(),
                                "shares", page.shares(),
                                "sizes", page.sizes(),
                                "budget", page.x(table.budget()),
                                "budgetBytes", bytes(table.budget())));
        try {
            Files.writeString(file, html);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNWRITABLE.at("--report", file, e.toString()), e);
        }
    }

    private Row row(Choice choice) {
        double agreement = 100 * choice.result().agreement();
        return new Row(
                choice.vocabulary().isEmpty() ? "all" : choice.vocabulary(),
                choice.bits().tokens().toString(),
                choice.bits().matrices().toString(),
                table.taken().filter(choice::equals).isPresent(),
                hue(choice),
                bytes(choice.flash()),
                bytes(choice.ram()),
                bytes(choice.atMost()),
                table.fits(choice),
                String.format(Locale.ROOT, "%.1f", choice.decibels()),
                percent(agreement),
                choice.result().labelled() > 0 ? percent(100 * choice.result().accuracy()) : "",
                x(choice.atMost()),
                y(agreement));
    }

    /** A colour for each vocabulary. */
    private int hue(Choice choice) {
        return IntStream.range(0, table.varieties().size())
                .filter(at -> table.varieties().get(at).choices().contains(choice))
                .map(at -> FIRST_HUE + at * NEXT_HUE)
                .findFirst()
                .orElse(FIRST_HUE);
    }

    private Line line(Variety variety) {
        return new Line(
                points(variety),
                hue(variety.choices().get(0)),
                variety.vocabulary().isEmpty() ? "all entries" : "--vocabulary " + variety.vocabulary(),
                variety.costs().map(VocabularyText::line).orElse(""));
    }

    private String points(Variety variety) {
        return variety.choices().stream()
                .map(this::row)
                .map(row -> row.x() + "," + row.y())
                .collect(Collectors.joining(" "));
    }

    private List<Mark> shares() {
        return IntStream.rangeClosed(0, MARKS)
                .mapToDouble(mark -> least + (100 - least) * mark / MARKS)
                .mapToObj(share -> new Mark(
                        percent(share), y(share), number(HALF_A_DIGIT + HEIGHT * (100 - share) / (100 - least))))
                .toList();
    }

    private List<Mark> sizes() {
        return IntStream.rangeClosed(0, MARKS)
                .mapToLong(mark -> most * mark / MARKS)
                .mapToObj(size -> new Mark(String.format(Locale.ROOT, "%.2f MB", size / 1e6), x(size), x(size)))
                .toList();
    }

    private String x(long size) {
        return number(WIDTH * size / most);
    }

    private String y(double share) {
        return number(HEIGHT * (100 - share) / (100 - least));
    }

    private static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
