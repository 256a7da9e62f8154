package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Keeps the sums of report.json's memory section true. */
public final class Totals {
    private static final List<String> FLASH = List.of("weights", "tables", "tokenizer", "code");
    private static final List<String> RAM = List.of("arena", "stack", "static");

    private Totals() {}

    /** Computes all three totals again. */
    public static void update(ObjectNode memory) {
        total((ObjectNode) memory.path("flash"), FLASH);
        total((ObjectNode) memory.path("ram"), RAM);
        memory.put("total", of(memory));
    }

    private static void total(ObjectNode part, List<String> fields) {
        part.put(
                "total",
                fields.stream().mapToLong(field -> part.path(field).asLong()).sum());
    }

    /** Flash and RAM together. */
    public static long of(ObjectNode memory) {
        return memory.path("flash").path("total").asLong()
                + memory.path("ram").path("total").asLong();
    }
}
