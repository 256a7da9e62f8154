package dev.thimble.cli.command;

import dev.thimble.backendc.Constants;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.fit.DataForm;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options about where a model's data lie, and what is in an image of them. */
final class DataFlags {
    private static final String MAX_LABELS = "--max-labels";

    @Option(
            names = "--weights",
            paramLabel = "FORM",
            description =
                    "c (default): constants are linked with the code; blob: they lie in an image, of which the package has one,"
                            + " and others can be given at run time")
    private Optional<String> weights = Optional.empty();

    @Option(
            names = MAX_LABELS,
            paramLabel = "N",
            description = "leaves room in the image for labels that come later, N in all")
    private Optional<Integer> maxLabels = Optional.empty();

    @Option(
            names = "--selftest",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "sequences in the image that it tests itself with (on by default)")
    private boolean selfTest;

    /** What was chosen; what is updatable has its data in an image. */
    DataForm form(boolean updatable) {
        Optional<Constants> chosen = weights.map(DataFlags::constants);
        if (updatable && chosen.equals(Optional.of(Constants.LINKED))) {
            throw new ThimbleException(InputProblem.UPDATABLE_LINKED.at("--updatable", Constants.LINKED.word()));
        }
        return form(chosen.orElse(updatable ? Constants.LOADED : Constants.LINKED));
    }

    private DataForm form(Constants constants) {
        return switch (constants) {
            case LINKED -> linked();
            case LOADED -> new DataForm(constants, maxLabels, selfTest);
        };
    }

    private DataForm linked() {
        if (maxLabels.isPresent() || !selfTest) {
            String option = maxLabels.isPresent() ? MAX_LABELS : "--no-selftest";
            throw new ThimbleException(InputProblem.NO_IMAGE.at(option, Constants.LINKED.word()));
        }
        return DataForm.linked();
    }

    private static Constants constants(String word) {
        return Constants.named(word)
                .orElseThrow(() -> new ThimbleException(InputProblem.WEIGHTS_UNKNOWN.at("--weights", word)));
    }
}
