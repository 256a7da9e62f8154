package dev.thimble.backendc;

import dev.thimble.backendc.model.CModels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The C of a package: of one model, or of several, which have kernels and the tokenizer's functions in common.
 *
 * @param models for the same kernels, each with another name
 * @param arenas where they work
 */
public record CBundle(List<CPackage> models, Arenas arenas) {
    /** Copies the list. */
    public CBundle {
        models = List.copyOf(models);
    }

    /** The package of one model. */
    public static CBundle of(CPackage model) {
        return new CBundle(List.of(model), Arenas.SHARED);
    }

    /** The package's name: that of its model, or those of its models with underscores between them. */
    public String name() {
        return nameOf(models.stream().map(CPackage::name).toList());
    }

    /** The name of a package with models of these names. */
    public static String nameOf(List<String> models) {
        return String.join("_", models);
    }

    /**
     * The C by its path below the package's folder: all that a firmware needs is in {@code include} and {@code src}. What
     * builds it depends on the kind of output.
     */
    public Map<String, byte[]> files() {
        return files(CPackage::own);
    }

    /** The same with what takes updates of models whose data lie in images, and answers a fleet where they are trained. */
    public Map<String, byte[]> updatable() {
        PackageFiles files = new PackageFiles();
        files.putAll(files());
        files.putAll(models.get(0).updater());
        files.putAll(models.get(0).fleet());
        return files.all();
    }

    /** The same with the C of each model in one source and one header, of which only the interface is visible. */
    public Map<String, byte[]> singleFile() {
        return files(CPackage::ownSingleFile);
    }

    private Map<String, byte[]> files(Function<CPackage, Map<String, byte[]>> form) {
        PackageFiles files = new PackageFiles();
        models.stream().map(form).forEach(files::shareAll);
        CModels all = templateValues();
        GeneratedFiles generated = models.get(0).generated();
        files.put("verify/thimble_app.c", bytes(generated.application(all)));
        if (all.isSeveral()) {
            files.put("include/" + all.name() + ".h", bytes(generated.commonHeader(all)));
        }
        return files.all();
    }

    private CModels templateValues() {
        var all = models.stream().map(CPackage::templateValues).toList();
        return new CModels(name(), all, arenas.groups(all));
    }

    /** A template of a project that builds some files, filled in with the models and those of them that are compiled. */
    public String render(String template, Set<String> paths) {
        return models.get(0)
                .generated()
                .project(
                        template,
                        templateValues(),
                        paths.stream()
                                .filter(path -> path.startsWith(CPackage.SOURCES) && path.endsWith(".c"))
                                .map(path -> path.substring(CPackage.SOURCES.length()))
                                .toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
