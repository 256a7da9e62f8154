package dev.thimble.core.diag;

/** 08xx: data files and the command line. */
public enum InputProblem implements Problem {
    /** A data file that cannot be read. */
    FILE_UNREADABLE(801, "the file %s cannot be read: %s", "");

    private final int code;
    private final String sentence;
    private final String hint;

    InputProblem(int code, String sentence, String hint) {
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
