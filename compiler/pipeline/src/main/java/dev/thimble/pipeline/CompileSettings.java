package dev.thimble.pipeline;

import dev.thimble.core.candidate.Goal;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.TargetCore;
import dev.thimble.frontend.LoadOptions;
import dev.thimble.frontend.tokenizer.TokenizerReading;
import dev.thimble.pipeline.fit.DataForm;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.fit.Training;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a compilation is asked for.
 *
 * @param model the model's folder
 * @param name the package's name, if not the folder's
 * @param maxTokens the longest sequence, if not the model's own
 * @param calibration sentences to take scales from, if given
 * @param limits what the package must fit into
 * @param goal what it is to be good at; the fastest that fits when nothing is asked for
 * @param target what the steps run on
 * @param pipeline the passes that run
 * @param quantizer the quantiser's steps
 * @param data where they lie
 * @param reading which reading of the tokenizer counts, if one was chosen
 * @param training what devices train, where they do
 * @param fitted whether token embeddings get as few bits as it takes to fit
 */
public record CompileSettings(
        Path model,
        Optional<String> name,
        Optional<Integer> maxTokens,
        Optional<Path> calibration,
        Limits limits,
        Optional<Goal> goal,
        TargetCore target,
        Pipeline pipeline,
        QuantizerOptions quantizer,
        DataForm data,
        Optional<TokenizerReading> reading,
        Optional<Training> training,
        boolean fitted) {

    /** The same with linked constants, where all readers of the tokenizer must agree. */
    public CompileSettings(
            Path model,
            Optional<String> name,
            Optional<Integer> maxTokens,
            Optional<Path> calibration,
            Limits limits,
            Optional<Goal> goal,
            TargetCore target,
            Pipeline pipeline,
            QuantizerOptions quantizer) {
        this(
                model,
                name,
                maxTokens,
                calibration,
                limits,
                goal,
                target,
                pipeline,
                quantizer,
                DataForm.linked(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The same with a reading of the tokenizer. */
    public CompileSettings reading(Optional<TokenizerReading> chosen) {
        return new CompileSettings(
                model,
                name,
                maxTokens,
                calibration,
                limits,
                goal,
                target,
                pipeline,
                quantizer,
                data,
                chosen,
                training,
                fitted);
    }

    /** The same with data of another form. */
    public CompileSettings data(DataForm other) {
        return new CompileSettings(
                model,
                name,
                maxTokens,
                calibration,
                limits,
                goal,
                target,
                pipeline,
                quantizer,
                other,
                reading,
                training,
                fitted);
    }

    /** The same with scales from other sentences. */
    public CompileSettings calibrated(Path sentences) {
        return new CompileSettings(
                model,
                name,
                maxTokens,
                Optional.of(sentences),
                limits,
                goal,
                target,
                pipeline,
                quantizer,
                data,
                reading,
                training,
                fitted);
    }

    /** The same for devices that train. */
    public CompileSettings training(Optional<Training> wanted) {
        return new CompileSettings(
                model,
                name,
                maxTokens,
                calibration,
                limits,
                goal,
                target,
                pipeline,
                quantizer,
                data,
                reading,
                wanted,
                fitted);
    }

    /** The same with as few bits as it takes to fit, if that is wanted. */
    public CompileSettings fitted(boolean wanted) {
        return new CompileSettings(
                model,
                name,
                maxTokens,
                calibration,
                limits,
                goal,
                target,
                pipeline,
                quantizer,
                data,
                reading,
                training,
                wanted);
    }

    /** The same with other limits. */
    CompileSettings limits(Limits others) {
        return new CompileSettings(
                model,
                name,
                maxTokens,
                calibration,
                others,
                goal,
                target,
                pipeline,
                quantizer,
                data,
                reading,
                training,
                fitted);
    }

    /** The same with so many bits for token embeddings. */
    CompileSettings embeddingBits(MeanBits bits) {
        return new CompileSettings(
                model,
                name,
                maxTokens,
                calibration,
                limits,
                goal,
                target,
                pipeline,
                quantizer.withEmbeddingBits(bits),
                data,
                reading,
                training,
                false);
    }

    /** How values are quantised; logits that training may make others have steps of their own. */
    QuantizerOptions options() {
        return training.isPresent() ? quantizer.withFixedLogits() : quantizer;
    }

    /** How the folder is read. */
    LoadOptions load() {
        return new LoadOptions(maxTokens, reading);
    }

    /** Every step of the quantisation, for no board in particular and without limits. */
    public static CompileSettings forAnyBoard(Path model, Optional<String> name, Optional<Path> calibration) {
        return new CompileSettings(
                model,
                name,
                Optional.empty(),
                calibration,
                Limits.none(),
                Optional.empty(),
                TargetCore.of(KernelSets.PORTABLE),
                Pipeline.standard(),
                QuantizerOptions.all());
    }
}
