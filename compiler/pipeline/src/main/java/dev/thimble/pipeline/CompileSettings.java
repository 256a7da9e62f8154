package dev.thimble.pipeline;

import dev.thimble.backendc.Constants;
import dev.thimble.core.candidate.Goal;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.prune.PruneShare;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.TargetCore;
import dev.thimble.frontend.LoadOptions;
import dev.thimble.frontend.tokenizer.TokenizerReading;
import dev.thimble.pipeline.fit.DataForm;
import dev.thimble.pipeline.fit.Limits;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.vocabulary.VocabularyWish;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

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
 * @param vocabulary which entries of its vocabulary stay, if not all
 * @param prune how much of its channels and heads goes, if some is to
 * @param fitted whether weights get as few bits as it takes to fit
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
        Optional<VocabularyWish> vocabulary,
        Optional<PruneShare> prune,
        boolean fitted) {

    /**
     * A channel of zeros may learn on a device, and may be another in the weights that come later; and another training's
     * embeddings might be read otherwise. Trainers know one table for an activation, with its slope. Random
     * sequences do not tell whether a model needs what costs instructions.
     */
    public CompileSettings {
        pipeline = training.isPresent() ? pipeline.without(Pipeline.ACTIVATIONS_BY_CHANNEL) : pipeline;
        boolean mayChange = training.isPresent() || data.constants() == Constants.LOADED;
        pipeline = mayChange ? pipeline.without(Pipeline.REMOVE_DEAD_CHANNELS) : pipeline;
        boolean finely = quantizer.fineEmbeddings() && !mayChange && calibration.isPresent();
        quantizer = quantizer.withFineEmbeddings(finely);
    }

    /** Every step of the quantisation, linked constants, for no board in particular and without limits. */
    public static Builder of(Path model) {
        return new Builder(model);
    }

    /** The same, of which some is to be other. */
    public Builder but() {
        return new Builder(this);
    }

    /** The same with so many bits for weights. */
    CompileSettings weightBits(WeightBits bits) {
        return but().quantizer(bits.in(quantizer)).fitted(false).build();
    }

    /** How values are quantised; logits that training may make others have steps of their own. */
    QuantizerOptions options() {
        return training.isPresent() ? quantizer.withFixedLogits() : quantizer;
    }

    /** The products whose matrices devices train, by a model's graphs. */
    Set<String> trained(Graph graph, IntGraph integers) {
        return training.map(wanted -> wanted.form(graph, integers).values()).orElse(Set.of());
    }

    /** How the folder is read. */
    LoadOptions load() {
        return new LoadOptions(maxTokens, reading);
    }

    /** Settings in the making. */
    public static final class Builder {
        private final Path model;
        private Optional<String> name = Optional.empty();
        private Optional<Integer> maxTokens = Optional.empty();
        private Optional<Path> calibration = Optional.empty();
        private Limits limits = Limits.none();
        private Optional<Goal> goal = Optional.empty();
        private TargetCore target = TargetCore.of(KernelSets.PORTABLE);
        private Pipeline pipeline = Pipeline.standard();
        private QuantizerOptions quantizer = QuantizerOptions.all().withFineEmbeddings(true);
        private DataForm data = DataForm.linked();
        private Optional<TokenizerReading> reading = Optional.empty();
        private Optional<Training> training = Optional.empty();
        private Optional<VocabularyWish> vocabulary = Optional.empty();
        private Optional<PruneShare> prune = Optional.empty();
        private boolean fitted;

        private Builder(Path model) {
            this.model = model;
        }

        private Builder(CompileSettings begun) {
            this.model = begun.model;
            this.name = begun.name;
            this.maxTokens = begun.maxTokens;
            this.calibration = begun.calibration;
            this.limits = begun.limits;
            this.goal = begun.goal;
            this.target = begun.target;
            this.pipeline = begun.pipeline;
            this.quantizer = begun.quantizer;
            this.data = begun.data;
            this.reading = begun.reading;
            this.training = begun.training;
            this.vocabulary = begun.vocabulary;
            this.prune = begun.prune;
            this.fitted = begun.fitted;
        }

        /** Names the package. */
        public Builder name(Optional<String> value) {
            name = value;
            return this;
        }

        /** Bounds the sequence. */
        public Builder maxTokens(Optional<Integer> value) {
            maxTokens = value;
            return this;
        }

        /** Takes scales from a file's sentences. */
        public Builder calibration(Optional<Path> value) {
            calibration = value;
            return this;
        }

        /** Bounds the package. */
        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        /** Prefers one candidate to another. */
        public Builder goal(Optional<Goal> value) {
            goal = value;
            return this;
        }

        /** Chooses what the steps run on. */
        public Builder target(TargetCore value) {
            target = value;
            return this;
        }

        /** Chooses the passes. */
        public Builder pipeline(Pipeline value) {
            pipeline = value;
            return this;
        }

        /** Chooses the quantiser's steps. */
        public Builder quantizer(QuantizerOptions value) {
            quantizer = value;
            return this;
        }

        /** Chooses where constants lie. */
        public Builder data(DataForm value) {
            data = value;
            return this;
        }

        /** Chooses a reading of the tokenizer. */
        public Builder reading(Optional<TokenizerReading> value) {
            reading = value;
            return this;
        }

        /** Lets devices train. */
        public Builder training(Optional<Training> value) {
            training = value;
            return this;
        }

        /** Lets entries of the vocabulary go. */
        public Builder vocabulary(Optional<VocabularyWish> value) {
            vocabulary = value;
            return this;
        }

        /** Lets channels and heads go. */
        public Builder prune(Optional<PruneShare> value) {
            prune = value;
            return this;
        }

        /** Lets weights have as few bits as it takes to fit. */
        public Builder fitted(boolean value) {
            fitted = value;
            return this;
        }

        /** Settings of what was chosen. */
        public CompileSettings build() {
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
                    vocabulary,
                    prune,
                    fitted);
        }
    }
}
