package dev.thimble.core.diag;

/** 02xx: tokenizer.json and vocab.txt. */
public enum TokenizerProblem implements Problem {
    /** A part of tokenizer.json that would change the ids and is not known here. */
    UNSUPPORTED_PART(201, "%s \"%s\" is not supported", "");

    private final int code;
    private final String sentence;
    private final String hint;

    TokenizerProblem(int code, String sentence, String hint) {
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
