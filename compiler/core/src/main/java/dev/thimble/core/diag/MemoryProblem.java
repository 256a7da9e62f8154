package dev.thimble.core.diag;

/** 04xx: the memory plan, the budget and the boards. */
public enum MemoryProblem implements Problem {
    /** The model does not fit. */
    OVER_BUDGET(401, "the model needs %s in all, %s over the budget of %s", "");

    private final int code;
    private final String sentence;
    private final String hint;

    MemoryProblem(int code, String sentence, String hint) {
        this.code = code;
        this.sentence = sentence;
        this.hint = hint;
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
