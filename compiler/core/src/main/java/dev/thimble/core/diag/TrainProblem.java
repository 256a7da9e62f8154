package dev.thimble.core.diag;

/** 11xx: training on the device. */
public enum TrainProblem implements Problem {
    /** A word that is no part of a model. */
    PART_UNKNOWN(
            1101,
            "\"%s\" is no part of a model that can be trained",
            "write head, head+mean, head+pooler or last-layer:lora:R, R from 1 to 16",
            ExitStatus.USAGE),
    /** A part that a model does not have. */
    PART_ABSENT(1102, "this model has no %s that could be trained", "leave --trainable out, or name another part"),
    /** Weights beyond the fixed-point numbers of training. */
    WEIGHTS_TOO_LARGE(
            1103,
            "a step of this matrix's input contributes more than 1/8 of a result, which is all that training has room"
                    + " for",
            "name another part, or train the model with weight decay"),
    /** A fresh head that nobody would train. */
    NOTHING_TRAINED(1104, "a fresh head knows nothing until it is trained", "add --trainable", ExitStatus.USAGE),
    /** More examples than a device has room for. */
    REPLAY_INVALID(1105, "a trainer keeps 0 to %d examples, not %d", "", ExitStatus.USAGE),
    /** A file that names no labels, too many, or one twice. */
    LABELS_INVALID(1106, "these are no labels: 1 to %d are wanted, each once", "write one a line"),
    /** A form of the C that a trainer has not. */
    SINGLE_FILE(
            1107,
            "a package with a trainer is not written as a single file",
            "leave one of the two out",
            ExitStatus.USAGE),
    /** A word that is no part of what is trained. */
    PERSONAL_UNKNOWN(1108, "\"%s\" is nothing that can stay on the device", "write head", ExitStatus.USAGE),
    /** A fleet that would exchange nothing. */
    NOTHING_SHARED(
            1109,
            "of %s nothing is left to share when the head stays on the device",
            "train head+pooler or last-layer:lora:R",
            ExitStatus.USAGE);

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
