package dev.thimble.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.report.Totals;
import dev.thimble.pipeline.fit.Budget;
import java.util.Locale;

/** The few lines that tell a user what a package needs. */
final class Summary {
    private Summary() {}

    static String of(OutFolder out) {
        ObjectNode memory = (ObjectNode) out.report().path("memory");
        JsonNode flash = memory.path("flash");
        JsonNode ram = memory.path("ram");
        String code = flash.path("code").asLong() == 0 ? "known after the build" : bytes(flash, "code");
        String stack = ram.path("stack").asLong() == 0 ? "known after the build" : bytes(ram, "stack");
        return String.join(
                "\n",
                "flash   " + bytes(flash, "total") + " (weights " + bytes(flash, "weights") + ", tables "
                        + bytes(flash, "tables") + ", tokenizer " + bytes(flash, "tokenizer") + ", code " + code + ")",
                "RAM     " + bytes(ram, "total") + " (arena " + bytes(ram, "arena") + ", lower bound "
                        + bytes(ram, "arena_lower_bound") + "; stack " + stack + "; context " + bytes(ram, "static")
                        + ")",
                "budget  " + share(memory));
    }

    /** How much of the budget is used. */
    static String share(ObjectNode memory) {
        long used = Totals.of(memory);
        long budget = memory.path("budget").asLong();
        return String.format(
                Locale.ROOT, "%s of %s used: %.1f %%", Budget.bytes(used), Budget.bytes(budget), 100.0 * used / budget);
    }

    private static String bytes(JsonNode part, String field) {
        return Budget.bytes(part.path(field).asLong());
    }
}
