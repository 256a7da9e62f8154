package dev.thimble.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.device.board.Speed;
import dev.thimble.device.cycles.Cycles;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A result for people and for scripts. */
public final class BenchText {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Functions below this share of an inference are not printed. */
    private static final double NOTABLE = 0.001;

    private BenchText() {}

    /** One JSON document. */
    public static ObjectNode json(BenchResult result) {
        ObjectNode document = JSON.createObjectNode()
                .put("model", result.model())
                .put("board", result.board())
                .put("cpu", result.cpu())
                .put("clock_hz", result.speed().hertz());
        document.putObject("flash")
                .put("wait_states", result.speed().flash().waitStates())
                .put("line_bytes", result.speed().flash().lineBytes());
        ArrayNode runs = document.putArray("runs");
        result.runs().forEach(run -> addRun(runs.addObject(), run));
        result.sentences().ifPresent(means -> addMeans(document.putObject("sentences"), means));
        return document;
    }

    private static void addMeans(ObjectNode node, SentenceCosts means) {
        node.put("count", means.count())
                .put("tokens", means.tokens())
                .put("instructions", means.inference().instructions());
        means.inference().cycles().ifPresent(cycles -> node.put("cycles", cycles));
        node.put("tokenizer", means.tokenizer().instructions());
        means.tokenizer().cycles().ifPresent(cycles -> node.put("tokenizer_cycles", cycles));
    }

    private static void addRun(ObjectNode node, BenchRun run) {
        node.put("tokens", run.tokens()).put("instructions", run.instructions());
        run.cycles().ifPresent(cycles -> addCycles(node, cycles));
        ArrayNode layers = node.putArray("layers");
        run.layers().forEach(layer -> addLayer(layers.addObject(), layer));
        ArrayNode functions = node.putArray("functions");
        byCycles(run).forEach(function -> {
            ObjectNode one = functions
                    .addObject()
                    .put("name", function.getKey())
                    .put("instructions", function.getValue().instructions());
            addCycles(one, function.getValue());
        });
    }

    private static void addCycles(ObjectNode node, Cycles cycles) {
        node.put("cycles", cycles.cycles()).put("cycles_least", cycles.least()).put("cycles_most", cycles.most());
    }

    private static void addLayer(ObjectNode node, LayerCost layer) {
        node.put("name", layer.name()).put("op", layer.op()).put("instructions", layer.instructions());
        layer.cycles().ifPresent(cycles -> addCycles(node, cycles));
        node.put("macs", layer.macs()).put("elements", layer.elements());
    }

    private static List<Map.Entry<String, Cycles>> byCycles(BenchRun run) {
        return run.functions().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Cycles> function) ->
                                -function.getValue().cycles())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /** A table for each length. */
    public static String text(BenchResult result) {
        StringBuilder text = new StringBuilder();
        line(text, "%s on %s (%s)", result.model(), result.board(), result.cpu());
        for (BenchRun run : result.runs()) {
            line(text, "%n%d tokens: %,d instructions, tokenizer not counted", run.tokens(), run.instructions());
            run.cycles().ifPresent(cycles -> addCycles(text, cycles, result.speed()));
            run.layers().forEach(layer -> addLayer(text, run, layer));
            KernelCost.of(run).forEach(kernel -> addKernel(text, kernel));
            run.cycles().ifPresent(cycles -> addFunctions(text, run, cycles));
        }
        result.sentences().ifPresent(means -> addMeans(text, means, result.speed()));
        return text.toString();
    }

    private static void addCycles(StringBuilder text, Cycles cycles, Speed speed) {
        line(
                text,
                "%,d cycles by the manual's table, %.3f an instruction: %.1f ms at %s",
                cycles.cycles(),
                (double) cycles.cycles() / cycles.instructions(),
                speed.milliseconds((double) cycles.cycles()),
                megahertz(speed));
        if (speed.flash().waitStates() > 0) {
            line(
                    text,
                    "with %d wait states and lines of %d bytes: %,d cycles where code is always in a cache, %,d without any",
                    speed.flash().waitStates(),
                    speed.flash().lineBytes(),
                    cycles.least(),
                    cycles.most());
        }
    }

    private static String megahertz(Speed speed) {
        return String.format(Locale.ROOT, "%.3f", speed.hertz() / 1e6).replaceAll("\\.?0+$", "") + " MHz";
    }

    private static void addMeans(StringBuilder text, SentenceCosts means, Speed speed) {
        line(
                text,
                "%n%d sentences, on average: %.1f tokens, %,.0f instructions, and %,.0f for the tokenizer",
                means.count(),
                means.tokens(),
                means.inference().instructions(),
                means.tokenizer().instructions());
        means.inference()
                .cycles()
                .ifPresent(cycles -> line(
                        text,
                        "%,.0f cycles, and %,.0f for the tokenizer: %.1f ms at %s",
                        cycles,
                        means.tokenizer().cycles().orElse(0.0),
                        speed.milliseconds(cycles + means.tokenizer().cycles().orElse(0.0)),
                        megahertz(speed)));
    }

    private static void addLayer(StringBuilder text, BenchRun run, LayerCost layer) {
        String each = layer.macs() > 0
                ? String.format(Locale.ROOT, "%8.3f per MAC", (double) layer.instructions() / layer.macs())
                : "";
        line(
                text,
                "  %-36s %-18s %,14d %5.1f %%  %-17s %s",
                layer.name(),
                layer.op(),
                layer.instructions(),
                100.0 * layer.instructions() / run.instructions(),
                each,
                layer.cycles().map(cycles -> cycles(cycles, layer.macs())).orElse(""));
    }

    private static String cycles(Cycles cycles, long products) {
        String each =
                products > 0 ? String.format(Locale.ROOT, " %8.3f per MAC", (double) cycles.cycles() / products) : "";
        return String.format(Locale.ROOT, "%,14d cycles%s", cycles.cycles(), each);
    }

    private static void addKernel(StringBuilder text, KernelCost kernel) {
        line(
                text,
                "  all %-20s %,14d  %8.3f per %-20s %s",
                kernel.op(),
                kernel.instructions(),
                kernel.each(),
                kernel.unit(),
                kernel.cyclesEach()
                        .map(each -> String.format(Locale.ROOT, "%8.3f cycles", each))
                        .orElse(""));
    }

    private static void addFunctions(StringBuilder text, BenchRun run, Cycles all) {
        byCycles(run).stream()
                .filter(function -> function.getValue().cycles() >= all.cycles() * NOTABLE)
                .forEach(function -> line(
                        text,
                        "  %-55s %,14d instructions %,14d cycles %5.1f %%",
                        function.getKey(),
                        function.getValue().instructions(),
                        function.getValue().cycles(),
                        100.0 * function.getValue().cycles() / all.cycles()));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        text.append(line.stripTrailing()).append('\n');
    }
}
