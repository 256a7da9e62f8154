package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.backendc.output.OutputKinds;
import dev.thimble.cli.make.PackageOrder;
import dev.thimble.cli.make.ShippedExample;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.LoadOptions;
import dev.thimble.frontend.ModelSource;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.DataForm;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.pipeline.vocabulary.RenumberedExample;
import dev.thimble.simulate.Dataset;
import dev.thimble.simulate.Simulation;
import dev.thimble.verify.data.DataFile;
import dev.thimble.verify.data.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model, what its fleet sees, and what it is asked afterwards.
 *
 * @param settings of the compilation
 */
record FleetData(CompileSettings settings, List<Example> train, List<Example> test) {
    FleetData {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** Reads the files; where they have other labels than the model, it gets a fresh head for theirs. */
    static FleetData read(CompileSettings settings, String part, Path data, Path test, Optional<Path> calibration) {
        List<Example> seen = DataFile.read(data);
        List<Example> unseen = DataFile.read(test);
        List<String> own = ModelSource.at(settings.model())
                .load(new LoadOptions(Optional.empty(), Optional.empty()))
                .model()
                .labels();
        List<String> wanted = labels(seen, unseen);
        Training training = new Training(
                TrainablePart.named(part),
                Training.REPLAY,
                own.containsAll(wanted) ? Optional.empty() : Optional.of(wanted));
        CompileSettings calibrated = settings.but()
                .calibration(Optional.of(calibration.orElse(data)))
                .data(DataForm.loaded())
                .training(Optional.of(training))
                .build();
        return new FleetData(calibrated, seen, unseen);
    }

    private static List<String> labels(List<Example> seen, List<Example> unseen) {
        return Stream.concat(seen.stream(), unseen.stream())
                .flatMap(example -> example.label().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Compiles the model into a folder. */
    OutModel compile(Installation installation, Path out, Progress progress) {
        PackageOrder.of(settings, ShippedExample.BOARD, OutputKinds.UPDATABLE).write(installation, out, progress);
        return OutFolder.open(out).model(Optional.empty());
    }

    /** Computes what the frozen body makes of the data. */
    Simulation simulation(OutModel model, Progress progress) {
        progress.stage("running the frozen body over " + (train.size() + test.size()) + " texts");
        TrainedModel trained = model.trained().orElseThrow();
        Dataset.Body body = new Dataset.Body(trained, model.real(), model.tokenizer(), model.labels());
        return new Simulation(
                trained,
                Dataset.of(body, known(model, train), progress),
                Dataset.of(body, known(model, test), progress));
    }

    /** With the token ids of the package. */
    private static List<Example> known(OutModel model, List<Example> lines) {
        return model.kept().map(kept -> RenumberedExample.all(lines, kept)).orElse(lines);
    }
}
