package dev.thimble.core.diag;

/** 04xx: the memory plan, the budget and the boards. */
public enum MemoryProblem implements Problem {
    /** The model does not fit. */
    OVER_BUDGET(
            401,
            "the model needs %s",
            "fewer --max-tokens or a smaller --vocabulary make it smaller; --budget allows more"),
    /** With code and stack it does not fit, which only the linker knows. */
    FIRMWARE_TOO_LARGE(
            403,
            "the firmware does not fit: %s is %s too small",
            "a smaller --vocabulary makes the constants smaller, fewer --max-tokens the arena"),
    /** A linker's script that a board brings, without a region for one of the classes of sections. */
    REGION_MISSING(
            405,
            "the linker's script of %s has no memory region %s",
            "give link.ld a REGION_ALIAS for each class of sections, or delete it: one is made of board.yml"),
    /** A word that is no goal. */
    GOAL_UNKNOWN(404, "\"%s\" is nothing to optimise for", "write ram, speed or balanced", ExitStatus.USAGE),
    /** A size that is no number of bytes. */
    SIZE_INVALID(402, "\"%s\" is no size", "write bytes, KiB or MiB: 2MiB, 512KiB, 100000", ExitStatus.USAGE);

    private final CatalogueEntry entry;

    MemoryProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    MemoryProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
