package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.core.target.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rectangles for the report's drawings, in the units of an SVG of {@link #WIDTH} by {@link #HEIGHT}.
 */
final class Drawing {
    static final double WIDTH = 960;
    static final double HEIGHT = 360;

    private static final double FLASH_HEIGHT = 60;
    private static final double ROOM_FOR_TEXT = 7;

    private Drawing() {}

    /**
     * One rectangle.
     *
     * @param label what fits into it; may be empty
     * @param title what the pointer shows
     * @param hue of its colour, 0 to 359
     */
    public record Box(String x, String y, String width, String height, String label, String title, int hue) {}

    /** One bar a buffer: steps from left to right, bytes of the arena from top to bottom. */
    static List<Box> ram(JsonNode plan, long arena) {
        List<Box> boxes = new ArrayList<>();
        double stepWidth = WIDTH / Math.max(1, plan.path("steps").size());
        double byteHeight = HEIGHT / Math.max(1, arena);
        for (JsonNode buffer : plan.path("buffers")) {
            int first = buffer.path("first").asInt();
            int last = buffer.path("last").asInt();
            long offset = buffer.path("offset").asLong();
            long bytes = buffer.path("bytes").asLong();
            String name = buffer.path("name").asText();
            String title = String.format(
                    Locale.ROOT, "%s: %,d bytes at %,d, steps %d to %d", name, bytes, offset, first, last);
            boxes.add(box(
                    first * stepWidth,
                    offset * byteHeight,
                    (last - first + 1) * stepWidth,
                    bytes * byteHeight,
                    name,
                    title,
                    boxes.size() * 47 % 360));
        }
        return boxes;
    }

    /** One bar for flash, by section. */
    static List<Box> flash(JsonNode flash) {
        List<Box> boxes = new ArrayList<>();
        double x = 0;
        double total = Math.max(1, flash.path("total").asLong());
        for (String part : List.of("weights", "tables", "tokenizer", "code")) {
            long bytes = flash.path(part).asLong();
            double width = bytes / total * WIDTH;
            String title = String.format(Locale.ROOT, "%s: %,d bytes", part, bytes);
            boxes.add(box(x, 0, width, FLASH_HEIGHT, part, title, 200 + boxes.size() * 50));
            x += width;
        }
        return boxes;
    }

    /** One bar a constant, section by section, in the scale of {@link #flash}. */
    static List<Box> tensors(JsonNode flash, JsonNode constants) {
        List<Box> boxes = new ArrayList<>();
        double x = 0;
        double total = Math.max(1, flash.path("total").asLong());
        int hue = 200;
        for (Section part : Section.constants()) {
            for (JsonNode constant : constants) {
                if (constant.path("section").asText().equals(part.linkerName())) {
                    String name = constant.path("name").asText();
                    long bytes = constant.path("bytes").asLong();
                    double width = bytes / total * WIDTH;
                    String title = String.format(Locale.ROOT, "%s: %,d bytes", name, bytes);
                    boxes.add(box(x, 0, width, FLASH_HEIGHT, name, title, hue));
                    x += width;
                }
            }
            hue += 50;
        }
        return boxes;
    }

    private static Box box(double x, double y, double width, double height, String name, String title, int hue) {
        boolean fits = width > name.length() * ROOM_FOR_TEXT && height > 14;
        return new Box(
                number(x), number(y), number(width), number(Math.max(height, 0.5)), fits ? name : "", title, hue % 360);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
