package dev.thimble.core.diag;

/** 07xx: verification. */
public enum VerifyProblem implements Problem {
    /** The C computed something else than the reference. */
    MISMATCH(701, "%s differs from the integer reference: %s", "");

    private final int code;
    private final String sentence;
    private final String hint;

    VerifyProblem(int code, String sentence, String hint) {
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
