package dev.thimble.core.train;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which part of a model is trained on the device; all before it stays as it is, in 8 bits. */
public sealed interface TrainablePart {
    /** How the command line, the manifest and the part's digest call it. */
    String word();

    /** Whether other matrices than that of the logits are trained. */
    boolean hasMoreThanHead();

    /** Calls the case of this part. */
    <R> R match(Cases<R> cases);

    /**
     * One method a part.
     *
     * @param <R> the result
     */
    interface Cases<R> {
        /** What to do with {@link Head}. */
        R head(Head part);

        /** What to do with {@link HeadAndMean}. */
        R headAndMean(HeadAndMean part);

        /** What to do with {@link HeadAndPooler}. */
        R headAndPooler(HeadAndPooler part);

        /** What to do with {@link LastLayer}. */
        R lastLayer(LastLayer part);
    }

    /** The last matrix product: a row of weights and a bias a label. */
    record Head() implements TrainablePart {
        @Override
        public String word() {
            return "head";
        }

        @Override
        public boolean hasMoreThanHead() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.head(this);
        }
    }

    /** The same for a head that beside what the model gives it sees the mean of what tokens are before any is mixed in. */
    record HeadAndMean() implements TrainablePart {
        @Override
        public String word() {
            return "head+mean";
        }

        @Override
        public boolean hasMoreThanHead() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.headAndMean(this);
        }
    }

    /** The last two matrix products, and the activation between them. */
    record HeadAndPooler() implements TrainablePart {
        @Override
        public String word() {
            return "head+pooler";
        }

        @Override
        public boolean hasMoreThanHead() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.headAndPooler(this);
        }
    }

    /**
     * Adapters of low rank beside the matrices of the last layer that are computed for the first token only (LoRA: Hu et
     * al. 2021), and the head.
     *
     * @param rank rows of an adapter's first matrix, 1 to {@link #MOST_RANK}
     */
    record LastLayer(int rank) implements TrainablePart {
        /** The highest rank. */
        public static final int MOST_RANK = 16;

        private static final String PREFIX = "last-layer:lora:";

        /** Checks the rank. */
        public LastLayer {
            if (rank < 1 || rank > MOST_RANK) {
                throw new IllegalArgumentException("rank " + rank);
            }
        }

        /** The part of that name, if it is one. */
        private static Optional<TrainablePart> named(String word) {
            return IntStream.rangeClosed(1, MOST_RANK)
                    .filter(rank -> word.equals(PREFIX + rank))
                    .<TrainablePart>mapToObj(LastLayer::new)
                    .findFirst();
        }

        @Override
        public String word() {
            return PREFIX + rank;
        }

        @Override
        public boolean hasMoreThanHead() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lastLayer(this);
        }
    }

    /**
     * The part of that name.
     *
     * @throws ThimbleException where there is none: THM-1101
     */
    static TrainablePart named(String word) {
        return switch (word) {
            case "head" -> new Head();
            case "head+mean" -> new HeadAndMean();
            case "head+pooler" -> new HeadAndPooler();
            default ->
                LastLayer.named(word)
                        .orElseThrow(() -> new ThimbleException(TrainProblem.PART_UNKNOWN.at("--trainable", word)));
        };
    }
}
