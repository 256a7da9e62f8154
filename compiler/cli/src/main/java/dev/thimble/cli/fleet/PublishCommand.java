package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.cli.update.PackageFlags;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.round.Publications;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.pack.Contents;
import dev.thimble.update.pack.SuitPackage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet publish}: makes a signed update of what a round ended with. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Rounds what the last round ended with to an image, and signs it for devices in the field.")
public final class PublishCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STATE", description = "the folder of the fleet")
    private Path folder;

    @Mixin
    private ModelFlags model;

    @Mixin
    private AccuracyFlags accuracy;

    @Option(names = "--parts", description = "only what differs from the image that devices have is sent")
    private boolean parts;

    @Mixin
    private PackageFlags flags;

    @Option(names = "--json", description = "one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        Publications publications = new Publications(StateFolder.at(folder));
        Publications.Closed round = publications.last();
        FleetModel has =
                FleetModel.in(round.task().round(), model(), publications).require(round.task());
        TrainedModel made = has.learning(round);
        ModelImage image = ModelImage.of(made.image());
        Contents contents = flags.contents(
                image, parts ? Optional.of(ModelImage.of(has.trained().image())) : Optional.empty());
        PublicationReport report =
                new PublicationReport(round.task().round(), image, accuracy.judgement(has, made), flags.file());
        requirePassed(report);
        SuitPackage written = flags.write(contents);
        publications.add(round.task().round(), image.bytes());
        System.out.print(
                json ? report.document(written) + "\n" : report.lines() + flags.line(contents, written) + "\n");
        return 0;
    }

    private void requirePassed(PublicationReport report) {
        if (json && !report.isPassed()) {
            System.out.println(report.document());
        }
        report.judgement().ifPresent(Judgement::require);
    }

    private OutModel model() {
        return model.model()
                .orElseThrow(() -> new ThimbleException(InputProblem.USAGE.at("--package", "it is missing")));
    }
}
