package dev.thimble.artifact.export;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.backendc.Templates;
import dev.thimble.folder.Installation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A package that is exported: what it is called, and its files as Thimble wrote them. */
public final class Exported {
    private static final String SOURCES = "src/";
    private static final String HEADERS = "include/";
    private static final String README = "README.md";

    private final OutFolder out;
    private final SortedMap<String, byte[]> files;
    private final Templates templates;

    /** The package of a folder whose C nobody has changed. */
    public Exported(Installation installation, OutFolder out) {
        this.out = out;
        this.files = out.files().contents();
        this.templates = new Templates(installation);
    }

    /** The package's name. */
    public String name() {
        return out.name();
    }

    /** The version of Thimble that wrote it. */
    String version() {
        return out.manifest().thimble();
    }

    OutFolder out() {
        return out;
    }

    /** All files that are not made anew by each build. */
    SortedMap<String, byte[]> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    /** The C and its headers. */
    SortedMap<String, byte[]> code() {
        return only(path -> path.startsWith(SOURCES) || path.startsWith(HEADERS));
    }

    /** What goes with every copy of the code. */
    SortedMap<String, byte[]> papers() {
        return only(path -> path.equals(Installation.LICENCE) || path.equals(README));
    }

    private SortedMap<String, byte[]> only(Predicate<String> wanted) {
        return files.entrySet().stream()
                .filter(file -> wanted.test(file.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** Paths of what is compiled, below the package's folder. */
    private List<String> sources() {
        return files.keySet().stream()
                .filter(path -> path.startsWith(SOURCES) && path.endsWith(".c"))
                .toList();
    }

    /** A text of a template, which knows the package and more values. */
    byte[] render(String template, Map<String, Object> more) {
        Map<String, Object> values = new TreeMap<>(more);
        values.put("version", version());
        values.put("package", values());
        return templates.render("export/" + template, values).getBytes(StandardCharsets.UTF_8);
    }

    byte[] render(String template) {
        return render(template, Map.of());
    }

    private Map<String, Object> values() {
        return Map.of(
                "name",
                name(),
                "summary",
                summary(),
                "text",
                "Play some jazz, please!",
                "sources",
                sources(),
                "models",
                out.models().stream().map(ExportedModel::values).toList());
    }

    /** What it is, in a line of plain ASCII: no word of the models' owners is in it. */
    String summary() {
        List<OutModel> models = out.models();
        return models.stream()
                .map(model -> model.name() + " (" + model.labels().size() + " labels, up to "
                        + model.manifest().source().maxTokens() + " tokens)")
                .collect(Collectors.joining(
                        ", ", models.size() > 1 ? "Text classifiers " : "Text classifier ", ", in integers only"));
    }
}
