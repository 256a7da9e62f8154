package dev.thimble.artifact;

import static dev.thimble.artifact.ManifestWriter.rounded;

import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.core.pass.RemovableUnit;
import dev.thimble.core.pass.Removal;
import dev.thimble.core.prune.Pruning;

/** What a manifest says of channels and heads that went. A weight has one byte, as it has where no fewer bits are asked for. */
final class PruningManifest {
    private PruningManifest() {}

    /** What no result depends on. */
    static ModelManifest.Removed removed(Removal removal) {
        return new ModelManifest.Removed(
                removal.name(), word(removal.unit()), removal.before(), removal.after(), removal.weights());
    }

    /** What else went. */
    static ModelManifest.Pruning of(Pruning pruning) {
        return new ModelManifest.Pruning(
                pruning.asked().percent(),
                rounded(pruning.percent()),
                pruning.gone(),
                rounded(pruning.decibels()),
                rounded(pruning.decibelsUncompensated()),
                pruning.parts().stream().map(PruningManifest::part).toList());
    }

    private static ModelManifest.PrunedPart part(Pruning.Part part) {
        return new ModelManifest.PrunedPart(
                part.name(), word(part.unit()), part.before(), part.after(), part.weights(), rounded(part.decibels()));
    }

    private static String word(RemovableUnit unit) {
        return switch (unit) {
            case CHANNEL -> "channel";
            case HEAD -> "head";
        };
    }
}
