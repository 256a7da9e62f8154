package dev.thimble.core.train;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TrainProblem;

/** Which part of a model is trained on the device; all before it stays as it is, in 8 bits. */
public sealed interface TrainablePart {
    /** How the command line, the manifest and the part's digest call it. */
    String word();

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
    }

    /** The last matrix product: a row of weights and a bias a label. */
    record Head() implements TrainablePart {
        @Override
        public String word() {
            return "head";
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
        public <R> R match(Cases<R> cases) {
            return cases.headAndPooler(this);
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
            default -> throw new ThimbleException(TrainProblem.PART_UNKNOWN.at("--trainable", word));
        };
    }
}
