package dev.thimble.backendc;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CModel;
import dev.thimble.backendc.model.CSection;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.KernelSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The C of one model: every file of the package that a C compiler reads. */
public final class CPackage {
    private final Path root;
    private final CModel model;
    private final TokenizerTables tokenizer;
    private final Set<String> sources;
    private final KernelSet kernels;

    private CPackage(Path root, CModel model, TokenizerTables tokenizer, Set<String> sources, KernelSet kernels) {
        this.root = root;
        this.model = model;
        this.tokenizer = tokenizer;
        this.sources = sources;
        this.kernels = kernels;
    }

    /**
     * The package of a scheduled and planned model.
     *
     * @param root the checkout, for templates and runtime
     * @param labels one for each logit
     * @param tables the tokenizer, under the name of the model
     */
    public static CPackage of(
            Path root, Schedule schedule, MemoryPlan plan, List<String> labels, TokenizerTables tables) {
        CModel model = ModelBuilder.build(schedule, plan, labels, leastArena(tables));
        Set<String> sources = new TreeSet<>(Kernels.of(schedule));
        sources.addAll(tables.sources());
        return new CPackage(root, model, tables, sources, schedule.kernels());
    }

    /**
     * The C by its path below the package's folder: all that a firmware needs is in {@code include} and {@code src}. What
     * builds it depends on the kind of output.
     */
    public Map<String, byte[]> files() {
        PackageFiles files = new PackageFiles();
        addTemplates(files);
        files.putAll(new RuntimeSources(runtime(), kernels).files(sources));
        return files.all();
    }

    private Path runtime() {
        return root.resolve("runtime-c");
    }

    private void addTemplates(PackageFiles files) {
        Templates templates = new Templates(root);
        Map<String, Object> values = values();
        Map<String, Object> tokenizerValues = tokenizer.templateValues(ArrayWriter.definitions(tokenizer.arrays()));
        String name = model.name();
        put(files, "include/" + name + ".h", templates.render("c/model.h.ftl", values));
        put(files, "src/" + name + "_model.c", templates.render("c/model.c.ftl", values));
        put(files, "src/" + name + "_constants.h", templates.render("c/constants.h.ftl", values));
        put(files, "src/" + name + "_constants.c", templates.render("c/constants.c.ftl", values));
        put(files, "src/" + name + "_tokenizer.h", templates.render("c/tokenizer.h.ftl", tokenizerValues));
        put(files, "src/" + name + "_tokenizer.c", templates.render("c/tokenizer.c.ftl", tokenizerValues));
        put(files, "verify/thimble_app.c", templates.render("c/app.c.ftl", values));
        put(files, "src/thimble/symbols.h", templates.render("c/symbols.h.ftl", symbols()));
    }

    /** A template filled in with the model, the runtime's sources that it needs and its constants' definitions. */
    public String render(String template) {
        return new Templates(root).render(template, values());
    }

    private Map<String, Object> values() {
        return Map.of("model", model, "sources", sources, "definitions", ArrayWriter.definitions(model.arrays()));
    }

    private Map<String, Object> symbols() {
        return Map.of("symbols", new SharedSymbols(runtime(), kernels).names());
    }

    private static void put(PackageFiles files, String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of constants in one section. */
    public long bytes(CSection section) {
        long own = model.arrays().stream()
                .filter(array -> array.section() == section)
                .mapToLong(CArray::bytes)
                .sum();
        return section == CSection.TOKENIZER ? own + tokenizer.bytes() : own;
    }

    /** All constants, largest first. */
    public List<CArray> constants() {
        return Stream.concat(model.arrays().stream(), tokenizer.arrays().stream())
                .sorted(Comparator.comparingLong(CArray::bytes).reversed())
                .toList();
    }

    /** Bytes of the arena. */
    public long arena() {
        return model.arenaBytes();
    }

    /** Bytes of the arena that the tokenizer works in before the model does. */
    public long leastArena() {
        return leastArena(tokenizer);
    }

    /** Bytes of the arena that a tokenizer works in before its model does. */
    public static long leastArena(TokenizerTables tables) {
        long step = MemoryPlan.ALIGNMENT;
        return (tables.scratchBytes() + step - 1) / step * step;
    }

    /** Bytes of the context: arena pointer, logits and ids, on a 32-bit core. */
    public long contextBytes() {
        long bytes = 4 + 4L * model.labels().size() + 2L * model.maxTokens();
        return (bytes + 3) / 4 * 4;
    }
}
