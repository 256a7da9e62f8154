package dev.thimble.artifact.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.manifest.BuildResult;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.artifact.manifest.PackageMemory;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.artifact.manifest.UpdaterCosts;
import dev.thimble.core.target.Section;
import java.util.Comparator;
import java.util.Map;

/** report.json: all that is known of a package. It follows from the manifest and the results, and is never read again. */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    /** The report of a package: of its model, or, where there are several, of each below {@code models}. */
    public static ObjectNode of(Manifest manifest, Results results) {
        ObjectNode report = manifest.several() ? ofSeveral(manifest, results) : ofOne(manifest, results);
        manifest.models().forEach(model -> model.warnings().forEach(report.withArray("warnings")::add));
        return report;
    }

    private static ObjectNode ofOne(Manifest manifest, Results results) {
        ModelManifest model = manifest.models().get(0);
        ObjectNode report = JSON.createObjectNode();
        source(report.putObject("model"), model.source());
        made(report, manifest);
        options(report, model);
        memory(report.putObject("memory"), PackageMemory.of(manifest, results));
        MemoriesJson.put(report.putArray("memories"), manifest, PackageMemory.of(manifest, results));
        decisions(report, model, results);
        results.build().ifPresent(build -> firmware(report.putObject("firmware"), build));
        targets(report.putArray("targets"), manifest, results);
        verification(report, results);
        plan(report.putObject("plan"), model.plan());
        constants(report.putArray("constants"), model);
        alignments(report.withArray("constants"), manifest, results);
        updater(report, manifest.updater());
        report.putArray("warnings");
        return report;
    }

    /** By what, for what, and in which form. */
    private static void made(ObjectNode report, Manifest manifest) {
        report.put("thimble", manifest.thimble())
                .put("board", manifest.board())
                .put("kernels", manifest.kernels())
                .put("form", manifest.form());
    }

    private static void options(ObjectNode node, ModelManifest model) {
        model.options().forEach(node.putArray("options")::add);
    }

    private static ObjectNode ofSeveral(Manifest manifest, Results results) {
        ObjectNode report = JSON.createObjectNode();
        report.put("name", manifest.name());
        made(report, manifest);
        report.put("arenas", manifest.arenas());
        memory(report.putObject("memory"), PackageMemory.of(manifest, results));
        MemoriesJson.put(report.putArray("memories"), manifest, PackageMemory.of(manifest, results));
        results.build().ifPresent(build -> firmware(report.putObject("firmware"), build));
        targets(report.putArray("targets"), manifest, results);
        ArrayNode models = report.putArray("models");
        manifest.models().forEach(model -> part(models.addObject(), model, results.of(model.name())));
        alignments(report.putArray("constants"), manifest, results);
        updater(report, manifest.updater());
        report.putArray("warnings");
        return report;
    }

    /** One model of several: what it brings along, without code and stack, which are the package's. */
    private static void part(ObjectNode node, ModelManifest model, Results results) {
        source(node.putObject("model"), model.source());
        options(node, model);
        ModelManifest.Memory memory = model.memory();
        ObjectNode bytes = node.putObject("memory");
        bytes.putObject("flash")
                .put("weights", memory.weights())
                .put("tables", memory.tables())
                .put("tokenizer", memory.tokenizer())
                .put("total", memory.weights() + memory.tables() + memory.tokenizer());
        bytes.putObject("ram")
                .put("arena", memory.arena())
                .put("arena_lower_bound", memory.lowerBound())
                .put("arena_gap", memory.gap())
                .put("static", memory.context());
        decisions(node, model, results);
        verification(node, results);
        plan(node.putObject("plan"), model.plan());
        constants(node.putArray("constants"), model);
    }

    private static void decisions(ObjectNode node, ModelManifest model, Results results) {
        node.put("weights", model.weights());
        image(node, model.image());
        if (model.learns()) {
            TrainingJson.put(node.putObject("training"), model.training(), results);
        }
        model.vocabulary().forEach(vocabulary -> VocabularyJson.put(node.putObject("vocabulary"), vocabulary));
        PruningJson.put(node, model);
        quantization(node.putObject("quantization"), model.quantization());
        optimization(node.putObject("optimization"), model.optimization());
    }

    private static void image(ObjectNode node, ModelManifest.Image image) {
        if (!image.equals(ModelManifest.Image.none())) {
            node.putObject("image")
                    .put("bytes", image.bytes())
                    .put("selftest", image.selfTest())
                    .put("max_labels", image.maxLabels());
        }
    }

    private static void source(ObjectNode node, ModelManifest.Source model) {
        node.put("name", model.name())
                .put("architecture", model.architecture())
                .put("sha256", model.sha256())
                .put("parameters", model.parameters())
                .put("max_tokens", model.maxTokens());
        model.labels().forEach(node.putArray("labels")::add);
    }

    private static void memory(ObjectNode node, PackageMemory memory) {
        node.put("budget", memory.budget());
        node.putObject("flash")
                .put("weights", memory.weights())
                .put("tables", memory.tables())
                .put("tokenizer", memory.tokenizer())
                .put("code", memory.code())
                .put("total", memory.flash());
        ObjectNode ram = node.putObject("ram")
                .put("arena", memory.arena())
                .put("arena_lower_bound", memory.lowerBound())
                .put("arena_gap", memory.gap())
                .put("stack", memory.stack())
                .put("static", memory.context());
        if (memory.trainer() > 0) {
            ram.put("trainer", memory.trainer());
        }
        ram.put("total", memory.ram());
        node.put("total", memory.total());
    }

    private static void quantization(ObjectNode node, ModelManifest.Quantization quantization) {
        node.put("calibration_sequences", quantization.calibrationSequences());
        node.putObject("residual")
                .put("bits", quantization.residual().bits())
                .put("logits_sqnr_db_8", quantization.residual().narrowDecibels())
                .put("logits_sqnr_db_16", quantization.residual().wideDecibels());
        node.putObject("embedding")
                .put("scale_by", quantization.embedding().scaleBy())
                .put("logits_sqnr_db_table", quantization.embedding().tableDecibels())
                .put("logits_sqnr_db_row", quantization.embedding().rowDecibels())
                .put("row_bytes", quantization.embedding().rowBytes());
        quantization.tokens().forEach(tokens -> tokens(node.putObject("token_embedding"), tokens));
        quantization.matrices().forEach(matrices -> matrices(node.putObject("matrices"), matrices));
        ArrayNode passes = node.putArray("passes");
        quantization
                .passes()
                .forEach(pass -> passes.addObject()
                        .put("pass", pass.pass())
                        .put("kept", pass.kept())
                        .put("logits_sqnr_db_without", pass.decibelsWithout())
                        .put("logits_sqnr_db_with", pass.decibelsWith()));
        ArrayNode steps = node.putArray("steps");
        quantization
                .steps()
                .forEach(step -> steps.addObject().put("step", step.step()).put("logits_sqnr_db", step.decibels()));
        ArrayNode layers = node.putArray("layers");
        quantization.layers().forEach(layer -> layer(layers.addObject(), layer));
    }

    private static void tokens(ObjectNode node, ModelManifest.Tokens tokens) {
        node.put("bits", tokens.bits())
                .put("bytes", tokens.bytes())
                .put("saved_bytes", tokens.saved())
                .put("logits_sqnr_db", tokens.decibels())
                .put("logits_sqnr_db_8", tokens.decibelsWith8());
        ArrayNode rows = node.putArray("rows");
        tokens.rows().forEach(each -> rows.addObject().put("bits", each.bits()).put("count", each.count()));
    }

    private static void matrices(ObjectNode node, ModelManifest.Matrices matrices) {
        node.put("bits", matrices.bits())
                .put("bytes", matrices.bytes())
                .put("saved_bytes", matrices.saved())
                .put("logits_sqnr_db", matrices.decibels())
                .put("logits_sqnr_db_8", matrices.decibelsWith8());
        ArrayNode each = node.putArray("each");
        for (ModelManifest.Matrix matrix : matrices.each()) {
            ObjectNode one = each.addObject()
                    .put("name", matrix.product())
                    .put("bits", matrix.bits())
                    .put("bytes", matrix.bytes());
            if (matrix.canBeNarrow()) {
                one.put("logits_sqnr_db_alone", matrix.decibelsAlone());
            }
        }
    }

    private static void layer(ObjectNode node, ModelManifest.Layer layer) {
        node.put("name", layer.name())
                .put("precision", layer.precision())
                .put("scale", layer.scale())
                .put("zero_point", layer.zeroPoint());
        if (!layer.exact()) {
            node.put("sqnr_db", layer.decibels());
        }
    }

    private static void optimization(ObjectNode node, ModelManifest.Optimization optimization) {
        optimization.goals().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(goal -> node.put(goal.getKey(), goal.getValue()));
        node.put("chosen", optimization.chosen())
                .put("unit", optimization.unit())
                .put("cpu", optimization.cpu());
        ArrayNode candidates = node.putArray("candidates");
        optimization
                .candidates()
                .forEach(candidate -> candidates
                        .addObject()
                        .put("rows", candidate.rows())
                        .put("head_by_head", candidate.headByHead())
                        .put("arena", candidate.arena())
                        .put("estimate", candidate.estimate()));
    }

    private static void firmware(ObjectNode node, BuildResult build) {
        node.put("flash", build.flash())
                .put("ram", build.ram())
                .put("stack_reserved", build.stackReserved())
                .put("stack_bound", build.stackBound());
    }

    private static void updater(ObjectNode report, UpdaterCosts costs) {
        if (!costs.equals(UpdaterCosts.none())) {
            ObjectNode node = report.putObject("updater").put("measured_on", costs.measuredOn());
            costs.figures().forEach(node::put);
        }
    }

    private static void targets(ArrayNode targets, Manifest manifest, Results results) {
        results.build()
                .ifPresent(build -> manifest.models()
                        .forEach(model ->
                                target(targets.addObject(), manifest, model, build, results.of(model.name()))));
    }

    private static void target(
            ObjectNode node, Manifest manifest, ModelManifest model, BuildResult build, Results results) {
        node.put("board", build.board()).put("cpu", build.cpu());
        if (manifest.several()) {
            node.put("model", model.name());
        }
        node.put("max_tokens", model.source().maxTokens())
                .put(
                        "instructions",
                        results.runs().stream()
                                .mapToLong(RunResult::instructions)
                                .findFirst()
                                .orElse(0))
                .put("verified", results.isVerified("qemu"));
        results.runs().forEach(run -> time(node, run));
    }

    private static void time(ObjectNode node, RunResult run) {
        node.put("inputs", run.inputs()).put("longest_instructions", run.longestInstructions());
        if (run.cycles() > 0) {
            node.put("clock_mhz", run.hertz() / 1e6)
                    .put("cycles", run.cycles())
                    .put("milliseconds", run.milliseconds(run.cycles()))
                    .put("longest_cycles", run.longestCycles())
                    .put("longest_milliseconds", run.milliseconds(run.longestCycles()));
        }
    }

    private static void verification(ObjectNode report, Results results) {
        results.verifications()
                .forEach(result -> report.withObject("/verification")
                        .putObject(result.target())
                        .put("vectors", result.vectors())
                        .put("bit_exact", result.bitExact()));
    }

    private static void plan(ObjectNode node, ModelManifest.Plan plan) {
        plan.steps().forEach(node.putArray("steps")::add);
        ArrayNode buffers = node.putArray("buffers");
        for (ModelManifest.Buffer buffer : plan.buffers()) {
            ObjectNode entry = buffers.addObject()
                    .put("name", buffer.name())
                    .put("offset", buffer.offset())
                    .put("bytes", buffer.bytes())
                    .put("first", buffer.first())
                    .put("last", buffer.last());
            buffer.values().forEach(entry.putArray("values")::add);
        }
    }

    private static void constants(ArrayNode node, ModelManifest model) {
        model.constants().forEach(constant -> constant(node, constant));
    }

    /** What the linker left free between constants is part of their section: an entry of its own keeps the sums true. */
    private static void alignments(ArrayNode node, Manifest manifest, Results results) {
        results.build()
                .ifPresent(build -> linked(build).entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry::getKey))
                        .map(section -> alignment(manifest, section.getKey(), section.getValue()))
                        .filter(free -> free.bytes() > 0)
                        .forEach(free -> constant(node, free)));
    }

    private static void constant(ArrayNode node, ModelManifest.Constant constant) {
        node.addObject()
                .put("name", constant.name())
                .put("section", constant.section())
                .put("bytes", constant.bytes());
    }

    private static Map<Section, Long> linked(BuildResult build) {
        return Map.of(
                Section.WEIGHTS, build.weights(),
                Section.TABLES, build.tables(),
                Section.TOKENIZER, build.tokenizer());
    }

    private static ModelManifest.Constant alignment(Manifest manifest, Section section, long linked) {
        long known = manifest.models().stream()
                .flatMap(model -> model.constants().stream())
                .filter(constant -> constant.section().equals(section.linkerName()))
                .mapToLong(ModelManifest.Constant::bytes)
                .sum();
        return new ModelManifest.Constant("alignment", section.linkerName(), linked - known);
    }
}
