package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model devices train. */
final class ModelFlags {
    @Option(
            names = "--package",
            paramLabel = "OUT",
            description = "the package of compile --trainable that devices were made with")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--model", paramLabel = "NAME", description = "which one of a package with several models")
    private Optional<String> name = Optional.empty();

    /** The model; nothing where no package is named. */
    Optional<OutModel> model() {
        return folder.map(out -> OutFolder.open(out).model(name));
    }
}
