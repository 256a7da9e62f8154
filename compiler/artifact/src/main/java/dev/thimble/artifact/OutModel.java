package dev.thimble.artifact;

import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.train.TrainedPlaces;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.LabelRows;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Task;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.MatrixLayout;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.core.train.TrainerForms;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.verify.compare.PackageGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model of a package that was compiled earlier.
 *
 * @param out the package
 * @param manifest what its compilation decided of the model
 */
public record OutModel(OutFolder out, ModelManifest manifest) {
    /** The folder of the float graph and the tokenizer as they were trained, where something went. */
    static final String WHOLE = "whole";

    /** The folder of a model's graphs, vectors and verifier below that of the package's jar; none for a model alone. */
    static String folder(boolean several, String model) {
        return several ? model : "";
    }

    /** Where its graphs, its vectors and its verifier are. */
    public Path verifyFolder() {
        return out.verifyFolder().resolve(folder(out.manifest().several(), name()));
    }

    void requireComplete() {
        if (!Files.isRegularFile(verifyFolder().resolve(PackageGraph.INTEGER + ".txt"))) {
            throw new ThimbleException(InputProblem.NOT_A_PACKAGE.at("", out.folder()));
        }
    }

    /** Its name. */
    public String name() {
        return manifest.name();
    }

    /** What it is for. */
    public Task task() {
        String task = manifest.source().task();
        return Task.named(task, labels())
                .orElseThrow(() -> new ThimbleException(
                        InputProblem.NOT_A_PACKAGE.at(OutFolder.MANIFEST + ": the task " + task, out.folder())));
    }

    /** The labels in the order of the logits. */
    public List<String> labels() {
        return manifest.source().labels();
    }

    /** How the C finds its constants. */
    public Constants constants() {
        return Constants.named(manifest.weights())
                .orElseThrow(() -> new ThimbleException(InputProblem.NOT_A_PACKAGE.at(
                        OutFolder.MANIFEST + ": the weights " + manifest.weights(), out.folder())));
    }

    /** The loops of the C. */
    public Schedule loops(KernelSet kernels) {
        ModelManifest.Optimization optimization = manifest.optimization();
        int rows = optimization.candidates().get(optimization.chosen()).rows();
        return Scheduler.schedule(integers(), rows, kernels);
    }

    /** What the C computes. */
    public IntGraph integers() {
        return PackageGraph.integer(verifyFolder());
    }

    /** The image of its data, where they lie in one. */
    public Path image() {
        return out.folder().resolve(name() + "_image.bin");
    }

    /** The model as devices train it, if they do. */
    public Optional<TrainedModel> trained() {
        return manifest.learns()
                ? Optional.of(trained(TrainablePart.named(manifest.training().part())))
                : Optional.empty();
    }

    private TrainedModel trained(TrainablePart part) {
        IntGraph graph = LabelRows.resized(integers(), manifest.image().maxLabels());
        return TrainedModel.of(places(), TrainerForms.of(part, real(), graph), graph, labels().size(), imageBytes());
    }

    private byte[] imageBytes() {
        try {
            return Files.readAllBytes(image());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", image(), e.toString()), e);
        }
    }

    private TrainedPlaces places() {
        return new TrainedPlaces(
                manifest.training().places().stream().map(this::place).toList());
    }

    private TrainedPlaces.Place place(ModelManifest.Place place) {
        MatrixLayout layout = MatrixLayout.named(place.layout())
                .orElseThrow(() -> new ThimbleException(InputProblem.NOT_A_PACKAGE.at(
                        OutFolder.MANIFEST + ": the layout " + place.layout(), out.folder())));
        return new TrainedPlaces.Place(place.matrix(), layout, place.weights(), place.bias(), place.multipliers());
    }

    /** What the model computed before it was quantised. */
    public Graph real() {
        return PackageGraph.real(verifyFolder());
    }

    /** How text becomes ids. */
    public TokenizerSpec tokenizerSpec() {
        return tokenizerIn(verifyFolder());
    }

    /** Its tokenizer. */
    public Tokenizer tokenizer() {
        return new Tokenizer(tokenizerSpec());
    }

    /** What stays of its vocabulary, where entries went. */
    public Optional<KeptEntries> kept() {
        return manifest.vocabulary().isEmpty() ? Optional.empty() : Optional.of(VocabularyFile.read(verifyFolder()));
    }

    /** What the model computed as it was trained, with all entries of its vocabulary, all channels and heads. */
    public Graph trainedReal() {
        return PackageGraph.real(trainedFolder());
    }

    /** How text becomes the ids of the model as it was trained. */
    public Tokenizer trainedTokenizer() {
        return new Tokenizer(tokenizerIn(trainedFolder()));
    }

    private Path trainedFolder() {
        boolean isWhole = manifest.vocabulary().isEmpty() && manifest.pruning().isEmpty();
        return isWhole ? verifyFolder() : verifyFolder().resolve(WHOLE);
    }

    private static TokenizerSpec tokenizerIn(Path folder) {
        return TokenizerReader.written(folder.resolve("tokenizer"));
    }
}
