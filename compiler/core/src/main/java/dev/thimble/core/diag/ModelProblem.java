package dev.thimble.core.diag;

/** 01xx: the model folder: config.json and model.safetensors. */
public enum ModelProblem implements Problem {
    /** A file that a model folder must have. */
    FILE_MISSING(
            101,
            "the model folder has no %s",
            "a Hugging Face folder holds config.json, model.safetensors and tokenizer.json");

    private final int code;
    private final String sentence;
    private final String hint;

    ModelProblem(int code, String sentence, String hint) {
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
