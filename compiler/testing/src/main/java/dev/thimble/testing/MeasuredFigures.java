package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Figures of a part of the runtime that packages tell, in a file of {@code runtime-c}. They are held to what is measured;
 * {@code -Dthimble.goldens=rewrite} writes them anew.
 *
 * @param name of the file
 * @param board on which they are measured
 */
public record MeasuredFigures(String name, String board) {
    private static final Path RUNTIME = Path.of(System.getProperty("thimble.root"), "runtime-c");
    private static final boolean REWRITE =
            System.getProperty("thimble.goldens", "").equals("rewrite");

    /** What another release of the compiler may change, as for docs/performance.md. */
    private static final double PER_CENT = 2;

    private static final ObjectMapper JSON = new JsonMapper();

    /** Compares a figure with the file's. */
    public void hold(String figure, long measured) throws IOException {
        if (REWRITE) {
            write(figure, measured);
        }
        assertThat(of(figure))
                .as("%s of %s; if the change is wanted: ./thimble test -Dthimble.goldens=rewrite", figure, name)
                .isCloseTo(measured, withinPercentage(PER_CENT));
    }

    /** A figure of the file; 0 where it has none. */
    public long of(String figure) throws IOException {
        return read().path("figures").path(figure).asLong();
    }

    private Path file() {
        return RUNTIME.resolve(name);
    }

    private ObjectNode read() throws IOException {
        return Files.exists(file()) ? (ObjectNode) JSON.readTree(file().toFile()) : JSON.createObjectNode();
    }

    private void write(String figure, long measured) throws IOException {
        SortedMap<String, Long> figures = new TreeMap<>(
                JSON.convertValue(read().withObject("/figures"), new TypeReference<TreeMap<String, Long>>() {}));
        figures.put(figure, measured);
        ObjectNode all = JSON.createObjectNode().put("measured_on", board);
        all.set("figures", JSON.valueToTree(figures));
        Files.writeString(file(), all.toPrettyString() + "\n");
    }
}
