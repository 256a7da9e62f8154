package dev.thimble.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A result for people and for scripts. */
public final class BenchText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BenchText() {}

    /** One JSON document. */
    public static ObjectNode json(BenchResult result) {
        ObjectNode document = JSON.createObjectNode()
                .put("model", result.model())
                .put("board", result.board())
                .put("cpu", result.cpu());
        ArrayNode runs = document.putArray("runs");
        result.runs().forEach(run -> addRun(runs.addObject(), run));
        result.sentences()
                .ifPresent(means -> document.putObject("sentences")
                        .put("count", means.count())
                        .put("tokens", means.tokens())
                        .put("instructions", means.instructions())
                        .put("tokenizer", means.tokenizer()));
        return document;
    }

    private static void addRun(ObjectNode node, BenchRun run) {
        node.put("tokens", run.tokens()).put("instructions", run.instructions());
        ArrayNode layers = node.putArray("layers");
        run.layers()
                .forEach(layer -> layers.addObject()
                        .put("name", layer.name())
                        .put("op", layer.op())
                        .put("instructions", layer.instructions())
                        .put("macs", layer.macs())
                        .put("elements", layer.elements()));
    }

    /** A table for each length. */
    public static String text(BenchResult result) {
        StringBuilder text = new StringBuilder();
        line(text, "%s on %s (%s)", result.model(), result.board(), result.cpu());
        for (BenchRun run : result.runs()) {
            line(text, "%n%d tokens: %,d instructions, tokenizer not counted", run.tokens(), run.instructions());
            run.layers().forEach(layer -> addLayer(text, run, layer));
            KernelCost.of(run)
                    .forEach(kernel -> line(
                            text,
                            "  all %-20s %,14d  %8.3f per %s",
                            kernel.op(),
                            kernel.instructions(),
                            kernel.each(),
                            kernel.unit()));
        }
        result.sentences()
                .ifPresent(means -> line(
                        text,
                        "%n%d sentences, on average: %.1f tokens, %,.0f instructions, and %,.0f for the tokenizer",
                        means.count(),
                        means.tokens(),
                        means.instructions(),
                        means.tokenizer()));
        return text.toString();
    }

    private static void addLayer(StringBuilder text, BenchRun run, LayerCost layer) {
        String each = layer.macs() > 0
                ? String.format(Locale.ROOT, "%8.3f per MAC", (double) layer.instructions() / layer.macs())
                : "";
        line(
                text,
                "  %-36s %-18s %,14d %5.1f %%  %s",
                layer.name(),
                layer.op(),
                layer.instructions(),
                100.0 * layer.instructions() / run.instructions(),
                each);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        text.append(line.stripTrailing()).append('\n');
    }
}
