package dev.thimble.artifact.manifest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What a compilation decided and measured of one model.
 *
 * @param source what was compiled
 * @param options that it was compiled with, as the command line says them, without the names of files
 * @param weights how the C finds its constants, as the command line says it
 * @param image that holds them, where one does
 * @param training what devices train of it, where they do
 * @param memory bytes that are known before the build
 * @param vocabulary what went of its vocabulary, where something did
 * @param removed channels and heads on which no result depends, and which went
 * @param pruning what else went of its channels and heads, where something was to go
 * @param quantization how it was quantised
 * @param optimization the ways to run it
 * @param plan of the arena
 * @param constants in flash
 * @param warnings as they were printed
 */
public record ModelManifest(
        Source source,
        List<String> options,
        String weights,
        Image image,
        Training training,
        Memory memory,
        List<Vocabulary> vocabulary,
        List<Removed> removed,
        List<Pruning> pruning,
        Quantization quantization,
        Optimization optimization,
        Plan plan,
        List<Constant> constants,
        List<String> warnings) {
    /** Copies the lists. */
    public ModelManifest {
        options = List.copyOf(options);
        vocabulary = List.copyOf(vocabulary);
        removed = List.copyOf(removed);
        pruning = List.copyOf(pruning);
        constants = List.copyOf(constants);
        warnings = List.copyOf(warnings);
    }

    /** Whether devices train a part of it. */
    public boolean learns() {
        return !training.equals(Training.none());
    }

    /**
     * A model as it was read.
     *
     * @param architecture as config.json names it
     * @param sha256 of the model's files, hexadecimal
     * @param parameters number of trained values
     * @param maxTokens of the longest sequence
     * @param task what it is for
     * @param labels in the order of the logits
     */
    public record Source(
            String name,
            String architecture,
            String sha256,
            long parameters,
            int maxTokens,
            String task,
            List<String> labels) {
        /** Copies the list. */
        public Source {
            labels = List.copyOf(labels);
        }
    }

    /**
     * All data of a model as one file.
     *
     * @param bytes of the file
     * @param selfTest bytes of it that it tests itself with
     * @param maxLabels how many labels an image of the same program may have
     */
    public record Image(long bytes, long selfTest, int maxLabels) {
        /** Of a model whose constants are linked. */
        public static Image none() {
            return new Image(0, 0, 0);
        }
    }

    /**
     * What devices train of a model.
     *
     * @param part as the command line says it; empty where they train nothing
     * @param parameters values under training
     * @param replay examples that are kept to learn from them again
     * @param ram bytes of a trainer
     * @param places of the image that change
     */
    public record Training(String part, long parameters, long replay, long ram, List<Place> places) {
        /** Copies the list. */
        public Training {
            places = List.copyOf(places);
        }

        /** Of a model that learns nothing. */
        public static Training none() {
            return new Training("", 0, 0, 0, List.of());
        }
    }

    /**
     * Where an image has a matrix that training changes, in bytes from its start.
     *
     * @param matrix as the graph names it
     * @param layout of its weights: plain or paired
     */
    public record Place(String matrix, String layout, int weights, int bias, int multipliers) {}

    /**
     * Bytes of flash and RAM.
     *
     * @param weights all of the image where there is one
     * @param lowerBound of the arena
     * @param gap between the plan and its lower bound
     * @param context of one instance
     */
    public record Memory(
            long weights, long tables, long tokenizer, long arena, long lowerBound, long gap, long context) {}

    /**
     * A vocabulary of which entries went.
     *
     * @param entries that the model was trained with
     * @param kept those that stay
     * @param required those that would stay whatever is used
     * @param used those that the calibration file uses
     * @param tableBytes of flash that the rows of those that stay take
     * @param tableBytesBefore what all rows would take in as many bits each
     * @param tokenizerBytes of flash that the tokenizer takes
     * @param tokenizerBytesBefore what it would take with all entries
     * @param list the file of the package with every entry
     * @param went those that do not stay, in the order of their ids
     * @param mostUsedGone those of them that are used, some of the most used
     * @param sentences what became of them, those of the calibration file first
     */
    public record Vocabulary(
            int entries,
            int kept,
            int required,
            int used,
            long tableBytes,
            long tableBytesBefore,
            long tokenizerBytes,
            long tokenizerBytesBefore,
            String list,
            List<String> went,
            List<Gone> mostUsedGone,
            List<Sentences> sentences) {
        /** Copies the lists. */
        public Vocabulary {
            went = List.copyOf(went);
            mostUsedGone = List.copyOf(mostUsedGone);
            sentences = List.copyOf(sentences);
        }

        /** Bytes of flash that would be taken with all entries. */
        public long saved() {
            return tableBytesBefore - tableBytes + tokenizerBytesBefore - tokenizerBytes;
        }
    }

    /** An entry that went, and how often the calibration file uses it. */
    public record Gone(String token, int uses) {}

    /**
     * What a smaller vocabulary does to sentences.
     *
     * @param of the file that they come from
     * @param changed texts that have other pieces than before
     */
    public record Sentences(
            String of, int texts, int changed, long tokensBefore, long tokens, long unknownBefore, long unknown) {
        /** Share of the texts that have other pieces, 0 to 1. */
        public double changedShare() {
            return (double) changed / Math.max(1, texts);
        }

        /** Share of the pieces that are unknown and were not, 0 to 1. */
        public double newUnknownShare() {
            return Math.max(0, unknown - unknownBefore) / (double) Math.max(1, tokens);
        }
    }

    /**
     * Channels or heads that went.
     *
     * @param name of what makes them
     * @param unit what went as a whole: channel or head
     * @param before how many there were
     * @param after how many there are
     * @param bytes of weights of 8 bits that went with them
     */
    public record Removed(String name, String unit, int before, int after, long bytes) {}

    /**
     * What went although results depend on it.
     *
     * @param asked what was to go of the weights of feed-forward parts and heads, in percent
     * @param percent what went of them
     * @param bytes of weights of 8 bits that went
     * @param decibels of the float model's logits, against those of the model as it was trained
     * @param decibelsUncompensated what they would be if nothing made up for what went
     * @param each where something could go
     */
    public record Pruning(
            int asked,
            double percent,
            long bytes,
            double decibels,
            double decibelsUncompensated,
            List<PrunedPart> each) {
        /** Copies the list. */
        public Pruning {
            each = List.copyOf(each);
        }
    }

    /**
     * Where channels or heads could go.
     *
     * @param decibelsAlone of the logits where these alone went
     */
    public record PrunedPart(String name, String unit, int before, int after, long bytes, double decibelsAlone) {
        /** Whether some did. */
        public boolean narrowed() {
            return after < before;
        }
    }

    /**
     * How a model was quantised.
     *
     * @param calibrationSequences that the scales come from
     * @param passes those that are kept only where they are worth it
     * @param steps what each step is worth
     */
    public record Quantization(
            int calibrationSequences,
            Residual residual,
            Embedding embedding,
            List<Tokens> tokens,
            List<Matrices> matrices,
            List<MeasuredPass> passes,
            List<Step> steps,
            List<Layer> layers) {
        /** Copies the lists. */
        public Quantization {
            tokens = List.copyOf(tokens);
            matrices = List.copyOf(matrices);
            passes = List.copyOf(passes);
            steps = List.copyOf(steps);
            layers = List.copyOf(layers);
        }
    }

    /** Bits of residuals, and the logits' decibels with either. */
    public record Residual(int bits, double narrowDecibels, double wideDecibels) {}

    /** What of an embedding has a scale, "row" or "table", the logits' decibels with either, and the bytes of the former. */
    public record Embedding(String scaleBy, double tableDecibels, double rowDecibels, long rowBytes) {}

    /**
     * Token embeddings in fewer bits than 8, where they have fewer: in the mean, by rows, what they take and save, and the logits' decibels so and
     * with 8 bits.
     */
    public record Tokens(
            BigDecimal bits, List<Rows> rows, long bytes, long saved, double decibels, double decibelsWith8) {
        /** Copies the list. */
        public Tokens {
            rows = List.copyOf(rows);
        }
    }

    /** So many rows of so many bits. */
    public record Rows(int bits, int count) {}

    /**
     * Matrices in fewer bits than 8, where fewer were asked for: which, what they take and save, and the logits' decibels so
     * and with 8 bits.
     */
    public record Matrices(
            BigDecimal bits, List<Matrix> each, long bytes, long saved, double decibels, double decibelsWith8) {
        /** Copies the list. */
        public Matrices {
            each = List.copyOf(each);
        }
    }

    /**
     * A matrix.
     *
     * @param product the step whose it is
     * @param canBeNarrow whether it can have 4 bits
     * @param decibelsAlone the logits' where it alone has them, if it can
     */
    public record Matrix(String product, int bits, long bytes, boolean canBeNarrow, double decibelsAlone) {}

    /** A pass that was tried, and the logits' decibels without it and with it. */
    public record MeasuredPass(String pass, boolean kept, double decibelsWithout, double decibelsWith) {}

    /** The logits' decibels without one step of the quantisation. */
    public record Step(String step, double decibels) {}

    /**
     * One value of the integer graph.
     *
     * @param precision i8 or i16
     * @param exact whether it has no error, and so no decibels
     */
    public record Layer(
            String name, String precision, BigDecimal scale, int zeroPoint, boolean exact, double decibels) {}

    /**
     * The ways to run a model.
     *
     * @param goals which candidate each goal picks
     * @param chosen the candidate that was taken
     * @param unit what estimates are in: cycles, or instructions
     * @param cpu the core that they are for
     */
    public record Optimization(
            Map<String, Integer> goals, int chosen, String unit, String cpu, List<Candidate> candidates) {
        /** Copies the collections. */
        public Optimization {
            goals = Map.copyOf(goals);
            candidates = List.copyOf(candidates);
        }
    }

    /** One way to run a model: rows that loops take at a time, and what that is estimated to cost. */
    public record Candidate(int rows, boolean headByHead, long arena, long estimate) {}

    /** The arena: its steps, and the buffers with their lifetimes. */
    public record Plan(List<String> steps, List<Buffer> buffers) {
        /** Copies the lists. */
        public Plan {
            steps = List.copyOf(steps);
            buffers = List.copyOf(buffers);
        }
    }

    /** A place in the arena, from the first step to the last, and the values that live in it one after the other. */
    public record Buffer(String name, long offset, long bytes, int first, int last, List<String> values) {
        /** Copies the list. */
        public Buffer {
            values = List.copyOf(values);
        }
    }

    /** A constant array of the C, and the section that the linker finds it in. */
    public record Constant(String name, String section, long bytes) {}

    /** Its name. */
    public String name() {
        return source.name();
    }
}
