package dev.thimble.folder;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the compiler finds what it reads besides a model: in a released folder or in a checkout.
 *
 * @param root the folder that holds the launcher
 */
public record Installation(Path root) {
    /** The program that compares C and reference, of which each package has a copy. */
    public static final String VERIFIER = "thimble-verify.jar";

    /** The licence's file, here and in packages. */
    public static final String LICENCE = "LICENSE";

    /** Where a released folder has it, from the root. */
    public static final String RELEASED_VERIFIER = "lib/verifier/" + VERIFIER;

    /** Where a checkout has it, once it was built. */
    public static final String BUILT_VERIFIER = "compiler/verify/target/" + VERIFIER;

    /** FreeMarker's templates. */
    public Path templates() {
        return root.resolve("templates");
    }

    /** The licence of everything that is copied from here. */
    public Path licence() {
        return root.resolve(LICENCE);
    }

    /** Kernels and tokenizer in C. */
    public Path runtime() {
        return root.resolve("runtime-c");
    }

    /** One folder a board, and what boards share. */
    public Path boards() {
        return root.resolve("boards");
    }

    /** The line protocol and what a program around a model needs besides. */
    public Path harness() {
        return boards().resolve("_harness");
    }

    /** The model that is shipped. */
    public Path example() {
        return root.resolve("examples/intents");
    }

    /** Sentences of what the shipped model was trained for. */
    public Path sentences() {
        return example().resolve("calibration.tsv");
    }

    /**
     * The file of {@link #VERIFIER}.
     *
     * @throws ThimbleException where it was not built
     */
    public Path verifier() {
        return Stream.of(RELEASED_VERIFIER, BUILT_VERIFIER)
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new ThimbleException(ToolProblem.VERIFIER_JAR_MISSING.at(root.toString())));
    }
}
