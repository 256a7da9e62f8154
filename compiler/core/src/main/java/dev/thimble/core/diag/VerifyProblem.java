package dev.thimble.core.diag;

/** 07xx: verification. */
public enum VerifyProblem implements Problem {
    /** The C computed something else than the reference. */
    MISMATCH(701, "%s differs from the integer reference: %s", ""),
    /** The verifier program itself ended badly. */
    VERIFIER_FAILED(702, "the verifier ended without a result: %s", ""),
    /** Too few answers agree with the float model. */
    LOW_AGREEMENT(
            703,
            "only %.1f %% of the answers agree with the float model; the layers with the lowest signal to noise are %s",
            "calibrate on more sentences like those you evaluate on");

    private final CatalogueEntry entry;

    VerifyProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
