package dev.thimble.cli.command;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The choice among the models of a package; one of a package with one model need not be named. */
final class ModelFlag {
    @Option(names = "--model", paramLabel = "NAME", description = "which one of a package with several models")
    private Optional<String> name = Optional.empty();

    /** The model that is meant. */
    OutModel of(OutFolder out) {
        return out.model(name);
    }

    /** The models that are meant: all where none is named. */
    List<OutModel> allOf(OutFolder out) {
        return out.modelsNamed(name);
    }
}
