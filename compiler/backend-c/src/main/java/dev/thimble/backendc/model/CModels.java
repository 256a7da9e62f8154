package dev.thimble.backendc.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Everything the templates need to write what the models of a package have in common.
 *
 * @param name the package's name, a C identifier
 * @param models in the order in which they were given
 * @param arenas the models that work in each of the arenas, one after the other
 */
public record CModels(String name, List<CModel> models, List<List<CModel>> arenas) {
    /** Copies the lists. */
    public CModels {
        models = List.copyOf(models);
        arenas = List.copyOf(arenas);
    }

    /** The name in upper case. */
    public String macro() {
        return name.toUpperCase(Locale.ROOT);
    }

    /** What it is, in a line of plain ASCII: no word of the models' owners is in it. */
    public String summary() {
        String each = models.stream()
                .map(model -> model.name() + " (" + model.labels().size() + " labels, up to " + model.maxTokens()
                        + " tokens)")
                .collect(Collectors.joining(", "));
        return (isSeveral() ? "text classifiers " : "text classifier ") + each + ", in integers only";
    }

    /** Whether there are more than one. */
    public boolean isSeveral() {
        return models.size() > 1;
    }

    /** Whether several models work in one arena. */
    public boolean isShared() {
        return arenas.size() < models.size();
    }

    /** Bytes of an arena in which any of them can work. */
    public long largestArena() {
        return models.stream().mapToLong(CModel::arenaBytes).max().orElse(0);
    }
}
