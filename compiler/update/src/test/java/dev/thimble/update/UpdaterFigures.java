package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of the updater that updatable packages tell, in {@code runtime-c/updater.json}. They are held to what is
 * measured; {@code -Dthimble.goldens=rewrite} writes them anew.
 */
final class UpdaterFigures {
    private static final Path FILE = Path.of(System.getProperty("thimble.root"), "runtime-c/updater.json");
    private static final boolean REWRITE =
            System.getProperty("thimble.goldens", "").equals("rewrite");

    /** What another release of the compiler may change, as for docs/performance.md. */
    private static final double PER_CENT = 2;

    private static final ObjectMapper JSON = new JsonMapper();

    private UpdaterFigures() {}

    /** Compares a figure with the file's. */
    static void hold(String name, long measured) throws IOException {
        if (REWRITE) {
            write(name, measured);
        }
        assertThat(of(name))
                .as("%s of %s; if the change is wanted: ./thimble test -Dthimble.goldens=rewrite", name, FILE)
                .isCloseTo(measured, withinPercentage(PER_CENT));
    }

    /** A figure of the file; 0 where it has none. */
    static long of(String name) throws IOException {
        return read().path("figures").path(name).asLong();
    }

    private static JsonNode read() throws IOException {
        return JSON.readTree(FILE.toFile());
    }

    private static void write(String name, long measured) throws IOException {
        SortedMap<String, Long> figures =
                JSON.convertValue(read().path("figures"), new TypeReference<TreeMap<String, Long>>() {});
        figures.put(name, measured);
        ObjectNode all = JSON.createObjectNode().put("measured_on", UpdateFirmware.BOARD);
        all.set("figures", JSON.valueToTree(figures));
        Files.writeString(FILE, all.toPrettyString() + "\n");
    }
}
