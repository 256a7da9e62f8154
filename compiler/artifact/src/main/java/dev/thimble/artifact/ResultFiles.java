package dev.thimble.artifact;

import dev.thimble.artifact.manifest.BuildResult;
import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.ManifestJson;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.artifact.manifest.Results;
import dev.thimble.artifact.manifest.RunResult;
import dev.thimble.artifact.manifest.StepResult;
import dev.thimble.artifact.manifest.TrainerResult;
import dev.thimble.artifact.manifest.VerifyResult;
import dev.thimble.folder.PackageFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a package's results: a file for each thing that was measured.
 *
 * @param folder of the package
 * @param models their names
 */
record ResultFiles(Path folder, List<String> models) {
    private static final String FOLDER = "results";
    private static final String BUILD = "build.json";
    private static final List<String> TARGETS = List.of("host", "qemu");

    static ResultFiles of(Path folder, Manifest manifest) {
        return new ResultFiles(
                folder, manifest.models().stream().map(ModelManifest::name).toList());
    }

    Results read() {
        return new Results(
                one(BUILD, BuildResult.class),
                all(verifications(), VerifyResult.class),
                all(runs(), RunResult.class),
                all(trainers(), TrainerResult.class),
                all(steps(), StepResult.class));
    }

    private <T extends Record> List<T> all(Stream<String> names, Class<T> type) {
        return names.flatMap(name -> one(name, type).stream()).toList();
    }

    private Stream<String> verifications() {
        return models.stream().flatMap(model -> TARGETS.stream().map(target -> verification(model, target)));
    }

    private static String verification(String model, String target) {
        return "verify-" + target + "-" + model + ".json";
    }

    private Stream<String> runs() {
        return models.stream().map(ResultFiles::run);
    }

    private static String run(String model) {
        return "run-" + model + ".json";
    }

    private Stream<String> trainers() {
        return models.stream().map(ResultFiles::trainer);
    }

    private static String trainer(String model) {
        return "trainer-" + model + ".json";
    }

    private Stream<String> steps() {
        return models.stream().map(ResultFiles::step);
    }

    private static String step(String model) {
        return "step-" + model + ".json";
    }

    private <T extends Record> Optional<T> one(String name, Class<T> type) {
        RecordFile file = new RecordFile(folder, FOLDER + "/" + name);
        return file.exists() ? Optional.of(file.read(type)) : Optional.empty();
    }

    /** A build makes what was measured of an earlier one untrue. */
    void write(BuildResult build, List<TrainerResult> trainers) {
        new PackageFolder(folder)
                .fresh(
                        FOLDER,
                        Stream.of(Stream.of(BUILD), runs(), verifications(), trainers(), steps())
                                .flatMap(names -> names)
                                .toList());
        write(BUILD, build);
        trainers.forEach(trainer -> write(trainer(trainer.model()), trainer));
    }

    void write(VerifyResult result) {
        write(verification(result.model(), result.target()), result);
    }

    void write(RunResult run) {
        write(run(run.model()), run);
    }

    void write(StepResult step) {
        write(step(step.model()), step);
    }

    private void write(String name, Record result) {
        new PackageFolder(folder).rewrite(FOLDER + "/" + name, ManifestJson.write(result));
    }
}
