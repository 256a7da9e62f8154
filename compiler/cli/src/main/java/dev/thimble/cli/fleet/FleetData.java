package dev.thimble.cli.fleet;

import dev.thimble.backendc.Constants;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.folder.Installation;
import dev.thimble.frontend.LoadOptions;
import dev.thimble.frontend.ModelSource;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.DataForm;
import dev.thimble.pipeline.fit.Training;
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
 * @param training what devices train
 */
record FleetData(CompileSettings settings, Training training, List<Example> train, List<Example> test) {
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
        CompileSettings calibrated = settings.calibrated(calibration.orElse(data))
                .data(new DataForm(Constants.LOADED, Optional.empty(), false))
                .training(Optional.of(training));
        return new FleetData(calibrated, training, seen, unseen);
    }

    private static List<String> labels(List<Example> seen, List<Example> unseen) {
        return Stream.concat(seen.stream(), unseen.stream())
                .flatMap(example -> example.label().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Compiles the model and computes what the frozen body makes of the data. */
    Simulation simulation(Installation installation, Progress progress) {
        Compilation compilation = new Compiler(installation, progress).compile(settings);
        TrainerForm form = training.form(compilation.prepared(), compilation.computed());
        progress.stage("running the frozen body over " + (train.size() + test.size()) + " texts");
        return Simulation.of(
                compilation,
                form,
                Dataset.of(compilation, form, train, progress),
                Dataset.of(compilation, form, test, progress));
    }
}
