package dev.thimble.cli.fit;

import dev.thimble.cli.run.Evaluation;
import dev.thimble.cli.run.FloatTarget;
import dev.thimble.cli.run.ReferenceTarget;
import dev.thimble.cli.run.RenumberedTarget;
import dev.thimble.cli.run.Target;
import dev.thimble.cli.run.TargetKind;
import dev.thimble.cli.run.VocabularyText;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.frontend.Model;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.Variants;
import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import dev.thimble.pipeline.vocabulary.VocabularyCost;
import dev.thimble.pipeline.vocabulary.VocabularyWish;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.verify.data.Example;
import dev.thimble.verify.data.Examples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tries a model with one vocabulary and another, in more and in fewer bits. */
final class Search {
    /** Shares of the used entries that are tried besides all of them: 1/2, 1/4, 1/8. */
    private static final int HALVINGS = 3;

    private final Compiler compiler;
    private final CompileSettings settings;
    private final List<Example> examples;
    private final SearchLog log;
    private final Progress progress;
    private final List<Target> real = new ArrayList<>();

    /**
     * A search that has tried nothing yet.
     *
     * @param settings with a calibration file, and with limits
     * @param examples what answers are compared on
     */
    Search(Compiler compiler, CompileSettings settings, List<Example> examples, SearchLog log, Progress progress) {
        this.compiler = compiler;
        this.settings = settings;
        this.examples = List.copyOf(examples);
        this.log = log;
        this.progress = progress;
    }

    /** With the vocabulary that the settings ask for. */
    Variety one() {
        return tried(settings.vocabulary());
    }

    /** With all entries, those that are used, and the most used ones of these. */
    List<Variety> vocabularies() {
        VocabularyWish seen = VocabularyWish.seen();
        Variants used = variants(Optional.of(seen));
        List<Optional<VocabularyWish>> wishes = new ArrayList<>(List.of(Optional.empty()));
        used.vocabulary().ifPresent(smaller -> {
            wishes.add(Optional.of(seen));
            for (int halving = 1; halving <= HALVINGS; halving++) {
                int entries = smaller.kept().size() >> halving;
                if (entries >= smaller.required()) {
                    wishes.add(Optional.of(VocabularyWish.most(entries)));
                }
            }
        });
        return wishes.stream()
                .map(wish -> wish.equals(Optional.of(seen)) ? tried(wish, used) : tried(wish))
                .toList();
    }

    private Variety tried(Optional<VocabularyWish> wish) {
        return tried(wish, variants(wish));
    }

    private Variants variants(Optional<VocabularyWish> wish) {
        return compiler.variants(settings.but().vocabulary(wish).build(), log.memory(option(wish)));
    }

    private Variety tried(Optional<VocabularyWish> wish, Variants variants) {
        String option = option(wish);
        String what = option.isEmpty() ? "trying bits" : "trying bits with --vocabulary " + option;
        List<Choice> choices = new ArrayList<>();
        for (WeightBits bits : progress.over(what, bits(variants))) {
            choices.add(log.choice(option, bits, () -> choice(option, bits, variants)));
        }
        return new Variety(option, variants.fitting(), variants.vocabulary().map(this::costs), choices);
    }

    private static String option(Optional<VocabularyWish> wish) {
        return wish.map(VocabularyWish::option).orElse("");
    }

    /** Those at the turns, and those that fit. */
    private static List<WeightBits> bits(Variants variants) {
        return Stream.concat(variants.turns().stream(), variants.fitting().stream())
                .distinct()
                .sorted(Comparator.comparingInt(WeightBits::hundredths).reversed())
                .toList();
    }

    private Choice choice(String vocabulary, WeightBits bits, Variants variants) {
        Compilation compilation = variants.compile().apply(bits);
        if (real.isEmpty()) {
            real.add(new Remembered(trained(compilation.trained())));
        }
        return Choice.of(vocabulary, bits, compilation, compared(compilation, real.get(0)));
    }

    private static Target trained(Model model) {
        return new FloatTarget(model.graph(), new Tokenizer(model.tokenizer()), new OrderedExecutor(model.graph()));
    }

    private Evaluation.Result compared(Compilation compilation, Target whole) {
        Model model = compilation.model();
        Target reference = new ReferenceTarget(compilation.integers(), model.graph(), new Tokenizer(model.tokenizer()));
        Target tested = RenumberedTarget.of(
                compilation.vocabulary().map(SmallerVocabulary::kept), TargetKind.REFERENCE, reference);
        return new Evaluation(model.labels(), Progress.silent()).run(examples, whole, tested);
    }

    private VocabularyText costs(SmallerVocabulary smaller) {
        return new VocabularyText(
                smaller.kept(),
                VocabularyCost.of(
                        "data",
                        Examples.of(examples),
                        new Tokenizer(smaller.whole().tokenizer()),
                        new Tokenizer(smaller.model().tokenizer()),
                        smaller.kept()));
    }
}
