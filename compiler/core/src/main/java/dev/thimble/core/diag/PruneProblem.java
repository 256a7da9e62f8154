package dev.thimble.core.diag;

/** 13xx: channels and heads that are to go. */
public enum PruneProblem implements Problem {
    /** Nothing says what changes the logits. */
    NO_SENTENCES(
            1301,
            "which channels and heads change the logits least is measured on the calibration file, and none is given",
            "give real sentences with --calibration FILE",
            ExitStatus.USAGE),
    /** Another training would be pruned to other channels. */
    SHAPES_PROMISED(
            1302,
            "weights that can be replaced or trained later keep their shapes, and pruning takes other channels out of each"
                    + " training of a model",
            "leave --weights blob, --updatable and --trainable out, or --prune",
            ExitStatus.USAGE),
    /** Less went than was to go; a warning. */
    TOO_LITTLE(
            1303,
            "of the weights of feed-forward parts and heads %.1f %% went, and not %d %%: of each part something stays",
            ""),
    /** Nothing that could go; a warning. */
    NOTHING_THERE(
            1304,
            "nothing went: channels go where one matrix product feeds others through an activation, heads where products"
                    + " make queries, keys and values, and the model has neither",
            "");

    private final CatalogueEntry entry;

    PruneProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    PruneProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
