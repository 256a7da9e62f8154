package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.fleet.record.Content;
import dev.thimble.fleet.record.Delta;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Update;
import dev.thimble.fleet.record.UpdateRecord;
import java.util.Locale;

/**
 * A record in words, and as JSON. Its values are not shown: what they say together is all that anyone needs.
 *
 * @param record that was read
 * @param bytes that it has
 */
record RecordText(UpdateRecord record, int bytes) {
    private Update update() {
        return record.update();
    }

    /** A line for each field. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        line(lines, "record", "%,d bytes", bytes);
        line(lines, "device", "%s", record.device());
        line(lines, "base", "%s", update().base());
        line(lines, "part", "%s", update().part());
        line(lines, "round", "%d", update().round());
        line(lines, "examples", "%s", update().content().kind() == Kind.MASKED ? "masked" : update().examples());
        line(lines, "step", "2^%d parameter units", update().shift());
        line(lines, "content", "%s", update().content().match(new Words()));
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, String format, Object... values) {
        lines.append(String.format(Locale.ROOT, "%-10s", name))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    /** What changed, in words. */
    private static final class Words implements Content.Cases<String> {
        @Override
        public String dense(Content.Dense content) {
            return String.format(
                    Locale.ROOT, "%,d values, of norm %.1f", content.values().size(), norm(content.values()));
        }

        @Override
        public String sparse(Content.Sparse content) {
            return String.format(
                    Locale.ROOT,
                    "%,d values that are not 0, of norm %.1f, and a bitmap of %,d bytes",
                    content.values().size(),
                    norm(content.values()),
                    content.bitmap().count());
        }

        @Override
        public String masked(Content.Masked content) {
            return String.format(Locale.ROOT, "%,d masked bytes", content.bytes().length);
        }
    }

    private static double norm(Delta values) {
        return StrictMath.sqrt((double) values.squaredNorm());
    }

    /** The same as one document. */
    ObjectNode document() {
        return new ObjectMapper()
                .createObjectNode()
                .put("bytes", bytes)
                .put("device", record.device().hex())
                .put("base", update().base().hex())
                .put("part", update().part().hex())
                .put("round", update().round())
                .put("examples", update().examples())
                .put("kind", update().content().kind().word())
                .put("shift", update().shift())
                .put("value_bytes", update().content().bytes().length);
    }
}
