package dev.thimble.pipeline;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.VocabularyProblem;
import dev.thimble.core.model.Task;
import dev.thimble.core.quant.ConstantScales;
import dev.thimble.core.quant.TokenUse;
import dev.thimble.frontend.LoadedModel;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.ModelSource;
import dev.thimble.pipeline.vocabulary.RenumberedExample;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import dev.thimble.pipeline.vocabulary.VocabularyCut;
import dev.thimble.pipeline.vocabulary.VocabularyWish;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.Examples;
import java.util.List;
import java.util.Optional;

/**
 * A model as read, and what it is calibrated on.
 *
 * @param model without the entries of its vocabulary that were to go
 * @param vocabulary what became of it, where entries went
 * @param warnings about its files
 * @param inputs token ids that scales come from
 * @param constants takes what is found for constants
 */
record Source(
        Model model,
        Optional<SmallerVocabulary> vocabulary,
        List<Diagnostic> warnings,
        List<List<Integer>> inputs,
        ConstantScales constants) {
    /** Copies the lists. */
    Source {
        warnings = List.copyOf(warnings);
        inputs = List.copyOf(inputs);
    }

    /** Reads a model, and its calibration file. */
    static Source read(CompileSettings settings, Progress progress) {
        settings.vocabulary().ifPresent(wish -> requireSentences(settings));
        progress.stage("reading " + settings.model());
        LoadedModel loaded = ModelSource.at(settings.model()).load(settings.load());
        Model named = settings.name().map(loaded.model()::named).orElse(loaded.model());
        settings.data().maxLabels().ifPresent(room -> check(trained(settings, named), room));
        Optional<Examples> lines = settings.calibration().map(Examples::in);
        Optional<SmallerVocabulary> vocabulary =
                settings.vocabulary().flatMap(wish -> cut(named, wish, lines.orElseThrow(), progress));
        Model model = trained(settings, vocabulary.map(SmallerVocabulary::model).orElse(named));
        Source read = new Source(
                model,
                vocabulary.map(smaller -> smaller.of(begun(settings, named))),
                loaded.warnings(),
                List.of(),
                new ConstantScales());
        return lines.map(examples -> read.calibrated(settings, examples)).orElseGet(read::uncalibrated);
    }

    private static void requireSentences(CompileSettings settings) {
        if (settings.calibration().isEmpty()) {
            throw new ThimbleException(VocabularyProblem.NO_SENTENCES.at("--vocabulary"));
        }
    }

    private static Model trained(CompileSettings settings, Model model) {
        return settings.training().map(training -> training.of(model)).orElse(model);
    }

    private static Model begun(CompileSettings settings, Model model) {
        return settings.training().map(training -> training.begun(model)).orElse(model);
    }

    private static Optional<SmallerVocabulary> cut(
            Model model, VocabularyWish wish, Examples lines, Progress progress) {
        progress.stage("counting what is used of the vocabulary");
        return VocabularyCut.of(model, wish, lines);
    }

    private static void check(Model model, int room) {
        int labels = model.labels().size();
        if (room < labels || room > Task.MOST_LABELS) {
            throw new ThimbleException(
                    InputProblem.LABEL_ROOM.at("--max-labels of " + model.name(), room, labels, Task.MOST_LABELS));
        }
    }

    private Source calibrated(CompileSettings settings, Examples lines) {
        Examples examples = vocabulary
                .map(smaller -> lines.map(line -> RenumberedExample.of(line, smaller.kept())))
                .orElse(lines);
        Tokenizer tokenizer = new Tokenizer(model.tokenizer());
        TokenUse use = settings.fitted() || settings.options().embeddingBits().packs()
                ? CalibrationInputs.use(examples, tokenizer, model.graph())
                : TokenUse.unknown();
        List<List<Integer>> sequences = CalibrationInputs.of(examples, tokenizer, model.graph());
        return new Source(model, vocabulary, warnings, sequences, new ConstantScales(use));
    }

    /** With random sequences, for want of sentences. */
    private Source uncalibrated() {
        return new Source(model, vocabulary, warnings, CalibrationInputs.random(model), new ConstantScales());
    }
}
