package dev.thimble.core.diag;

/** 04xx: the memory plan, the budget and the boards. */
public enum MemoryProblem implements Problem {
    /** The model does not fit. */
    OVER_BUDGET(
            401,
            "the model needs %s in all, %s over the budget of %s",
            "fewer --max-tokens or a smaller vocabulary make it smaller; --budget allows more"),
    /** A size that is no number of bytes. */
    SIZE_INVALID(402, "\"%s\" is no size", "write bytes, KiB or MiB: 2MiB, 512KiB, 100000", ExitStatus.USAGE);

    private final int code;
    private final String sentence;
    private final String hint;
    private final ExitStatus status;

    MemoryProblem(int code, String sentence, String hint) {
        this(code, sentence, hint, ExitStatus.FAILED);
    }

    MemoryProblem(int code, String sentence, String hint, ExitStatus status) {
        this.code = code;
        this.sentence = sentence;
        this.hint = hint;
        this.status = status;
    }

    @Override
    public ExitStatus status() {
        return status;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public String hint() {
        return hint;
    }
}
