package dev.thimble.artifact;

import dev.thimble.artifact.manifest.Manifest;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.artifact.manifest.UpdaterCosts;
import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.output.OutputKind;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.quant.LayerErrors.LayerError;
import dev.thimble.core.target.Section;
import dev.thimble.core.text.Decimals;
import dev.thimble.device.board.Board;
import dev.thimble.folder.Version;
import dev.thimble.frontend.Model;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.precision.EmbeddingChoice;
import dev.thimble.pipeline.precision.MatrixBits;
import dev.thimble.pipeline.precision.ResidualChoice;
import dev.thimble.pipeline.precision.TokenBits;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what a compilation decided. */
public final class ManifestWriter {
    /** Decibels of what is exact, since JSON has no infinity. */
    private static final double EXACT = 200;

    private ManifestWriter() {}

    /**
     * The manifest of a package.
     *
     * @param compilations of its models
     * @param arenas where they work
     * @param board it is for
     * @param budget flash and RAM in all, in bytes
     * @param form the kind of output
     * @param updater what taking updates costs, where the package does
     */
    public static Manifest of(
            List<Compiled> compilations,
            Arenas arenas,
            Board board,
            long budget,
            OutputKind form,
            UpdaterCosts updater) {
        List<ModelManifest> models = compilations.stream()
                .map(compiled -> model(compiled, compilations.size() > 1))
                .toList();
        return new Manifest(
                Manifest.FORMAT,
                Version.NUMBER,
                CBundle.nameOf(models.stream().map(ModelManifest::name).toList()),
                board.name(),
                Manifest.Memory.of(board),
                compilations.get(0).compilation().loops().kernels().folder(),
                form.name(),
                budget,
                arenas.word(),
                models,
                updater);
    }

    /**
     * A model as it was compiled.
     *
     * @param settings what was asked for
     * @param errors of each layer
     */
    public record Compiled(Compilation compilation, CompileSettings settings, List<LayerError> errors) {
        /** Copies the list. */
        public Compiled {
            errors = List.copyOf(errors);
        }
    }

    private static ModelManifest model(Compiled compiled, boolean several) {
        Compilation compilation = compiled.compilation();
        return new ModelManifest(
                source(compilation),
                MadeWith.of(compiled.settings(), compilation),
                compilation.code().form().word(),
                image(compilation.code()),
                training(compilation.code()),
                memory(compilation.code(), compilation.plan()),
                VocabularyManifest.of(compilation, several),
                compilation.removed().stream().map(PruningManifest::removed).toList(),
                compilation.pruning().stream().map(PruningManifest::of).toList(),
                quantization(compilation, compiled.errors()),
                optimization(compilation),
                plan(compilation.plan()),
                constants(compilation.code()),
                compilation.warnings().stream().map(Diagnostic::line).toList());
    }

    private static ModelManifest.Source source(Compilation compilation) {
        Model model = compilation.model();
        return new ModelManifest.Source(
                model.name(),
                model.architecture(),
                model.sha256(),
                model.parameters(),
                compilation.integers().maxTokens(),
                model.task().word(),
                model.labels());
    }

    private static ModelManifest.Image image(CPackage code) {
        return code.image()
                .map(image -> new ModelManifest.Image(image.bytes(), image.selfTestBytes(), code.labelRoom()))
                .orElse(ModelManifest.Image.none());
    }

    private static ModelManifest.Training training(CPackage code) {
        return code.training()
                .map(trained -> new ModelManifest.Training(
                        trained.part(), trained.parameters(), trained.replay(), code.trainerBytes(), places(code)))
                .orElse(ModelManifest.Training.none());
    }

    private static List<ModelManifest.Place> places(CPackage code) {
        return code.trainedPlaces().stream()
                .flatMap(places -> places.matrices().stream())
                .map(place -> new ModelManifest.Place(
                        place.matrix(), place.layout().word(), place.weights(), place.bias(), place.multipliers()))
                .toList();
    }

    private static ModelManifest.Memory memory(CPackage code, MemoryPlan plan) {
        return new ModelManifest.Memory(
                code.bytes(Section.WEIGHTS),
                code.bytes(Section.TABLES),
                code.bytes(Section.TOKENIZER),
                code.arena(),
                Math.max(plan.lowerBound(), code.leastArena()),
                code.arena() > plan.arena() ? 0 : plan.gap(),
                code.contextBytes());
    }

    private static ModelManifest.Quantization quantization(Compilation compilation, List<LayerError> errors) {
        ResidualChoice residual = compilation.choices().residual();
        EmbeddingChoice embedding = compilation.choices().embedding();
        return new ModelManifest.Quantization(
                compilation.calibrationInputs().size(),
                new ModelManifest.Residual(
                        residual.bits(), rounded(residual.narrowDecibels()), rounded(residual.wideDecibels())),
                new ModelManifest.Embedding(
                        embedding.unit(),
                        rounded(embedding.tableDecibels()),
                        rounded(embedding.rowDecibels()),
                        embedding.rowBytes()),
                compilation.choices().tokens().map(ManifestWriter::tokens).stream()
                        .toList(),
                compilation.choices().matrices().map(ManifestWriter::matrices).stream()
                        .toList(),
                compilation.passes().stream()
                        .map(pass -> new ModelManifest.MeasuredPass(
                                pass.pass(), pass.kept(), rounded(pass.without()), rounded(pass.with())))
                        .toList(),
                compilation.effects().stream()
                        .map(effect -> new ModelManifest.Step(effect.step(), rounded(effect.decibels())))
                        .toList(),
                errors.stream().map(ManifestWriter::layer).toList());
    }

    private static ModelManifest.Tokens tokens(TokenBits tokens) {
        return new ModelManifest.Tokens(
                new BigDecimal(tokens.mean().toString()),
                tokens.rows().stream()
                        .map(rows -> new ModelManifest.Rows(rows.bits(), rows.count()))
                        .toList(),
                tokens.bytes(),
                tokens.saved(),
                rounded(tokens.decibels()),
                rounded(tokens.decibelsWith8()));
    }

    private static ModelManifest.Matrices matrices(MatrixBits matrices) {
        return new ModelManifest.Matrices(
                new BigDecimal(matrices.asked().toString()),
                matrices.matrices().stream()
                        .map(matrix -> new ModelManifest.Matrix(
                                matrix.product(),
                                matrix.bits(),
                                matrix.bytes(),
                                matrix.decibels().isPresent(),
                                rounded(matrix.decibels().orElse(0.0))))
                        .toList(),
                matrices.bytes(),
                matrices.saved(),
                rounded(matrices.decibels()),
                rounded(matrices.decibelsWith8()));
    }

    private static ModelManifest.Layer layer(LayerError error) {
        var quantization = error.node().quantization();
        return new ModelManifest.Layer(
                error.node().name(),
                quantization.precision().name().toLowerCase(Locale.ROOT),
                new BigDecimal(Decimals.of(quantization.scale())),
                quantization.zeroPoint(),
                Double.isInfinite(error.decibels()),
                rounded(error.decibels()));
    }

    /** Two decimals. */
    static double rounded(double decibels) {
        return Math.round(Math.min(decibels, EXACT) * 100) / 100.0;
    }

    private static ModelManifest.Optimization optimization(Compilation compilation) {
        List<Candidate> candidates = compilation.candidates();
        return new ModelManifest.Optimization(
                Arrays.stream(Goal.values())
                        .collect(Collectors.toMap(Goal::word, goal -> candidates.indexOf(goal.pick(candidates)))),
                candidates.indexOf(compilation.chosen()),
                compilation.chosen().estimate().unit().word(),
                compilation.chosen().estimate().cpu(),
                candidates.stream().map(ManifestWriter::candidate).toList());
    }

    private static ModelManifest.Candidate candidate(Candidate candidate) {
        return new ModelManifest.Candidate(
                candidate.choice().block(),
                candidate.choice().headByHead(),
                candidate.arena(),
                candidate.estimate().amount());
    }

    private static ModelManifest.Plan plan(MemoryPlan plan) {
        return new ModelManifest.Plan(
                plan.steps(),
                plan.placements().stream()
                        .map(placement -> new ModelManifest.Buffer(
                                placement.buffer().name(),
                                placement.offset(),
                                placement.buffer().bytes(),
                                placement.buffer().first(),
                                placement.buffer().last(),
                                placement.buffer().values()))
                        .toList());
    }

    private static List<ModelManifest.Constant> constants(CPackage code) {
        return code.constants().stream()
                .map(array ->
                        new ModelManifest.Constant(array.name(), array.section().linkerName(), array.bytes()))
                .toList();
    }
}
