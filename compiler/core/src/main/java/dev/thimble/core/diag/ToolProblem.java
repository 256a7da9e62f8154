package dev.thimble.core.diag;

/** 06xx: compilers, emulators and what they print. */
public enum ToolProblem implements Problem {
    /** The C compiler or the linker refused. */
    BUILD_FAILED(601, "%s ended with status %d: %s", "");

    private final int code;
    private final String sentence;
    private final String hint;

    ToolProblem(int code, String sentence, String hint) {
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
