package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CSection;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.optimize.Candidate;
import dev.thimble.core.optimize.Goal;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.plan.Placement;
import dev.thimble.core.quant.LayerErrors.LayerError;
import dev.thimble.core.schedule.Widening;
import dev.thimble.core.text.Decimals;
import dev.thimble.frontend.Model;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.precision.EmbeddingChoice;
import dev.thimble.pipeline.precision.PrecisionChoices;
import dev.thimble.pipeline.precision.ResidualChoice;
import dev.thimble.pipeline.precision.StepEffect;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** report.json as a compilation leaves it; builds and verifications add what only they know. */
public final class ReportJson {
    private static final double EXACT = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    /** The report of a compilation. */
    public static ObjectNode of(Compilation compilation, String board, long budget, List<LayerError> errors) {
        ObjectNode report = JSON.createObjectNode();
        model(report.putObject("model"), compilation);
        report.put("board", board);
        memory(report.putObject("memory"), compilation.code(), compilation.plan(), budget);
        quantization(report.putObject("quantization"), compilation, errors);
        optimization(report.putObject("optimization"), compilation);
        report.putArray("targets");
        plan(report.putObject("plan"), compilation.plan());
        constants(report.putArray("constants"), compilation.code());
        ArrayNode warnings = report.putArray("warnings");
        compilation.warnings().forEach(warning -> warnings.add(warning.line()));
        return report;
    }

    private static void model(ObjectNode node, Compilation compilation) {
        Model model = compilation.model();
        node.put("name", model.name())
                .put("architecture", model.architecture())
                .put("sha256", model.sha256())
                .put("parameters", model.parameters())
                .put("max_tokens", compilation.integers().maxTokens());
        model.labels().forEach(node.putArray("labels")::add);
    }

    private static void memory(ObjectNode node, CPackage code, MemoryPlan plan, long budget) {
        node.put("budget", budget);
        node.putObject("flash")
                .put("weights", code.bytes(CSection.WEIGHTS))
                .put("tables", code.bytes(CSection.TABLES))
                .put("tokenizer", code.bytes(CSection.TOKENIZER))
                .put("code", 0);
        node.putObject("ram")
                .put("arena", code.arena())
                .put("arena_lower_bound", Math.max(plan.lowerBound(), code.leastArena()))
                .put("arena_gap", code.arena() > plan.arena() ? 0 : plan.gap())
                .put("stack", 0)
                .put("static", code.contextBytes());
        Totals.update(node);
    }

    private static void optimization(ObjectNode node, Compilation compilation) {
        for (Goal goal : Goal.values()) {
            node.put(goal.word(), compilation.candidates().indexOf(goal.pick(compilation.candidates())));
        }
        node.put("chosen", compilation.candidates().indexOf(compilation.chosen()));
        ArrayNode candidates = node.putArray("candidates");
        for (Candidate candidate : compilation.candidates()) {
            candidates
                    .addObject()
                    .put("rows", candidate.choice().block())
                    .put("head_by_head", candidate.choice().headByHead())
                    .put("arena", candidate.arena())
                    .put("weight_reads", candidate.work().weightReads())
                    .put("kernel_calls", candidate.work().kernelCalls());
        }
        compilation.loops().widened().stream().sorted().forEach(node.putArray("widened")::add);
        node.put("widened_bytes", Widening.bytes(compilation.loops()));
    }

    private static void quantization(ObjectNode node, Compilation compilation, List<LayerError> errors) {
        node.put("calibration_sequences", compilation.calibrationInputs().size());
        choices(node, compilation.choices());
        ArrayNode steps = node.putArray("steps");
        for (StepEffect effect : compilation.effects()) {
            steps.addObject().put("step", effect.step()).put("logits_sqnr_db", rounded(effect.decibels()));
        }
        ArrayNode layers = node.putArray("layers");
        for (LayerError error : errors) {
            IntNode layer = error.node();
            ObjectNode entry = layers.addObject()
                    .put("name", layer.name())
                    .put("precision", layer.quantization().precision().name().toLowerCase(Locale.ROOT))
                    .put(
                            "scale",
                            new BigDecimal(Decimals.of(layer.quantization().scale())))
                    .put("zero_point", layer.quantization().zeroPoint());
            if (Double.isFinite(error.decibels())) {
                entry.put("sqnr_db", rounded(error.decibels()));
            }
        }
    }

    private static void choices(ObjectNode node, PrecisionChoices choices) {
        ResidualChoice residual = choices.residual();
        node.putObject("residual")
                .put("bits", residual.bits())
                .put("logits_sqnr_db_8", rounded(residual.narrowDecibels()))
                .put("logits_sqnr_db_16", rounded(residual.wideDecibels()));
        EmbeddingChoice embedding = choices.embedding();
        node.putObject("embedding")
                .put("scale_by", embedding.unit())
                .put("logits_sqnr_db_table", rounded(embedding.tableDecibels()))
                .put("logits_sqnr_db_row", rounded(embedding.rowDecibels()))
                .put("row_bytes", embedding.rowBytes());
    }

    /** Two decimals; what is exact counts as 200 dB, since JSON has no infinity. */
    private static double rounded(double decibels) {
        return Math.round(Math.min(decibels, EXACT) * 100) / 100.0;
    }

    private static void plan(ObjectNode node, MemoryPlan plan) {
        plan.steps().forEach(node.putArray("steps")::add);
        ArrayNode buffers = node.putArray("buffers");
        for (Placement placement : plan.placements()) {
            ObjectNode entry = buffers.addObject()
                    .put("name", placement.buffer().name())
                    .put("offset", placement.offset())
                    .put("bytes", placement.buffer().bytes())
                    .put("first", placement.buffer().first())
                    .put("last", placement.buffer().last());
            placement.buffer().values().forEach(entry.putArray("values")::add);
        }
    }

    private static void constants(ArrayNode node, CPackage code) {
        for (CArray array : code.constants()) {
            node.addObject()
                    .put("name", array.name())
                    .put("section", array.section().section())
                    .put("bytes", array.bytes());
        }
    }
}
