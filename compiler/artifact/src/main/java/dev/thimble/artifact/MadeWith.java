package dev.thimble.artifact;

import dev.thimble.backendc.Constants;
import dev.thimble.core.pipeline.NamedPass.OfCalibrated;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.fit.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The options of a model as a call of {@code thimble compile} would give them to get the same bytes. Bits that {@code
 * --fit} chose are there as numbers, and of files it is said that there was one: a package does not tell where its owner
 * keeps sentences.
 */
final class MadeWith {
    private final List<String> options = new ArrayList<>();

    private MadeWith() {}

    /** The options of one model; board, budget and arenas are the package's. */
    static List<String> of(CompileSettings settings, Compilation compilation) {
        MadeWith made = new MadeWith();
        made.model(settings);
        made.bits(settings.quantizer(), compilation);
        made.less(settings, compilation);
        made.passes(settings);
        made.data(settings);
        settings.training().ifPresent(made::training);
        return List.copyOf(made.options);
    }

    private void model(CompileSettings settings) {
        value("--max-tokens", settings.maxTokens());
        value("--tokenizer-reading", settings.reading());
        flag("--calibration", settings.calibration().isPresent());
        value("--optimize", settings.goal().map(goal -> goal.word()));
    }

    private void bits(QuantizerOptions quantizer, Compilation compilation) {
        value("--embedding-bits", compilation.choices().tokens().map(tokens -> tokens.mean()));
        if (quantizer.narrow().isEmpty()) {
            value("--matrix-bits", compilation.choices().matrices().map(matrices -> matrices.asked()));
        } else {
            options.add("--narrow-matrices " + String.join(",", new TreeSet<>(quantizer.narrow())));
        }
        flag("--no-range-search", !quantizer.rangeSearch());
        flag("--no-bias-correction", !quantizer.biasCorrection());
        flag("--no-wide-residual", !quantizer.wideResidual());
        flag("--no-embedding-row-scales", !quantizer.rowScales());
        flag("--no-fine-embeddings", !quantizer.fineEmbeddings());
    }

    private void less(CompileSettings settings, Compilation compilation) {
        value(
                "--vocabulary",
                compilation.vocabulary().flatMap(gone -> settings.vocabulary()).map(wish -> wish.option()));
        value("--prune", settings.prune().map(share -> share.percent()));
    }

    private void passes(CompileSettings settings) {
        Map<String, OfCalibrated> switches = Map.of(
                "--no-equalize", Pipeline.EQUALIZE_CHANNELS,
                "--no-activations-by-channel", Pipeline.ACTIVATIONS_BY_CHANNEL,
                "--no-level-norms", Pipeline.LEVEL_NORMS);
        new TreeSet<>(switches.keySet())
                .forEach(name -> flag(name, !settings.pipeline().has(switches.get(name))));
    }

    private void data(CompileSettings settings) {
        if (settings.data().constants() == Constants.LOADED) {
            options.add("--weights " + settings.data().constants().word());
            value("--max-labels", settings.data().maxLabels());
            flag("--no-selftest", !settings.data().selfTest());
        }
    }

    private void training(Training training) {
        options.add("--trainable " + training.part().word());
        options.add("--replay " + training.replay());
        flag("--labels", training.labels().isPresent());
    }

    private void flag(String name, boolean given) {
        if (given) {
            options.add(name);
        }
    }

    private void value(String name, Optional<?> value) {
        value.ifPresent(given -> options.add(name + " " + given.toString()));
    }
}
