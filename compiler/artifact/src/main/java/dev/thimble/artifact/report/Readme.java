package dev.thimble.artifact.report;

import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.artifact.manifest.PackageMemory;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.Templates;
import dev.thimble.core.diag.Shown;
import dev.thimble.folder.Installation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A package's README.md: what is in it, how to call it, and how to add it to a project of each system. */
public final class Readme {
    /** Its path below the package's folder. */
    public static final String FILE = "README.md";

    private static final int LABELS = 40;
    private static final int LABEL_LENGTH = 100;

    private final Installation installation;

    /** The page of a checkout's templates. */
    public Readme(Installation installation) {
        this.installation = installation;
    }

    /** The page of a package as it was compiled. */
    public String render(Manifest manifest) {
        return new Templates(installation)
                .render(
                        "package/README.md.ftl",
                        Map.of(
                                "manifest",
                                manifest,
                                "macro",
                                macro(manifest.name()),
                                "memory",
                                PackageMemory.of(manifest, Results.none()),
                                "models",
                                manifest.models().stream().map(Readme::model).toList()));
    }

    private static Map<String, Object> model(ModelManifest model) {
        List<String> labels = model.source().labels();
        return Map.of(
                "name",
                model.name(),
                "macro",
                macro(model.name()),
                "manifest",
                model,
                "loaded",
                model.weights().equals(Constants.LOADED.word()),
                "labels",
                labels.stream().limit(LABELS).map(Readme::shown).toList(),
                "moreLabels",
                Math.max(0, labels.size() - LABELS));
    }

    private static String macro(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Labels are anybody's text: on one line, where nothing in it is markup, and not longer than is read. */
    private static String shown(String label) {
        int length = label.codePointCount(0, label.length());
        String begin =
                length > LABEL_LENGTH ? label.substring(0, label.offsetByCodePoints(0, LABEL_LENGTH)) + "…" : label;
        return Shown.line(begin);
    }
}
