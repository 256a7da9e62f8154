package dev.thimble.core.diag;

/** 11xx: training on the device. */
public enum TrainProblem implements Problem {
    /** A word that is no part of a model. */
    PART_UNKNOWN(
            1101, "\"%s\" is no part of a model that can be trained", "write head, head+mean or head+pooler", ExitStatus.USAGE),
    /** A part that a model does not have. */
    PART_ABSENT(1102, "this model has no %s that could be trained", "leave --trainable out, or name another part"),
    /** Weights beyond the fixed-point numbers of training. */
    WEIGHTS_TOO_LARGE(
            1103,
            "a step of this matrix's input contributes more than 1/8 of a result, which is all that training has room"
                    + " for",
            "name another part, or train the model with weight decay");

    private final CatalogueEntry entry;

    TrainProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    TrainProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
