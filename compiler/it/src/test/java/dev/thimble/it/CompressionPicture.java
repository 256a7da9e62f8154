package dev.thimble.it;

import java.util.List;
import java.util.Locale;

/** The rows of the page as points: bytes of flash from left to right, label agreement from the bottom to the top. */
final class CompressionPicture {
    private static final double LEFT = 70;
    private static final double TOP = 20;
    private static final double WIDTH = 640;
    private static final double HEIGHT = 280;
    private static final double LEAST_AGREEMENT = 98;

    /** Powers of two of bytes: 128 KiB to 8 MiB. */
    private static final int LEAST_SIZE = 17;

    private static final int MOST_SIZE = 23;
    private static final int BUDGET = 21;

    private final StringBuilder text = new StringBuilder();

    private CompressionPicture() {}

    static String of(List<CompressionPage.Section> sections) {
        CompressionPicture picture = new CompressionPicture();
        picture.line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 350\" font-family=\"sans-serif\" font-size=\"13\">");
        picture.line("<rect width=\"960\" height=\"350\" fill=\"#fff\"/>");
        picture.axes();
        for (int i = 0; i < sections.size(); i++) {
            picture.section(sections.get(i), i, 360.0 * i / sections.size() + 210);
        }
        picture.line("</svg>");
        return picture.text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static double x(double bytes) {
        double power = StrictMath.log(bytes) / StrictMath.log(2);
        return LEFT + WIDTH * (power - LEAST_SIZE) / (MOST_SIZE - LEAST_SIZE);
    }

    private static double y(double agreement) {
        return TOP + HEIGHT * (100 - Math.max(LEAST_AGREEMENT, agreement)) / (100 - LEAST_AGREEMENT);
    }

    private void axes() {
        for (int power = LEAST_SIZE; power <= MOST_SIZE; power++) {
            double x = x(Math.scalb(1.0, power));
            line(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                    x, TOP, x, TOP + HEIGHT, power == BUDGET ? "#c33" : "#ddd");
            String size = power < 20 ? (1 << (power - 10)) + " KiB" : (1 << (power - 20)) + " MiB";
            line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>", x, TOP + HEIGHT + 18, size);
        }
        for (double agreement = LEAST_AGREEMENT; agreement <= 100; agreement += 0.5) {
            double y = y(agreement);
            line("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, LEFT + WIDTH, y);
            line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.1f %%</text>", LEFT - 8, y + 4, agreement);
        }
        line(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">constants in flash; up: labels that are the float model's</text>",
                LEFT + WIDTH / 2, 345.0);
    }

    private void section(CompressionPage.Section section, int number, double hue) {
        String colour = String.format(Locale.ROOT, "hsl(%.0f 60%% 42%%)", hue % 360);
        double y = TOP + 16 + 24 * number;
        line("<circle cx=\"730\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>", y - 4, colour);
        line("<text x=\"742\" y=\"%.1f\">%s</text>", y, section.title());
        for (CompressionPage.Row row : section.rows()) {
            line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" fill-opacity=\"0.75\"><title>%s: %s, %.2f %%</title></circle>",
                    x((double) row.constants()),
                    y(row.agreement()),
                    colour,
                    section.title(),
                    row.options().replace("`", ""),
                    row.agreement());
        }
    }
}
