package dev.thimble.core.diag;

/** 03xx: calibration and quantisation. */
public enum QuantProblem implements Problem {
    /** A sum that might not fit its accumulator. */
    ACCUMULATOR_BOUND(301, "an accumulator could reach %.0f, beyond 32 bits", "use fewer tokens with --max-tokens"),
    /** Scales have to come from somewhere; what that costs is measured on the model at hand. */
    NO_CALIBRATION(
            302,
            "no calibration file was given, so the scales come from 64 sequences of random token ids; on %d English"
                    + " sentences of the shipped example %.1f %% of the labels are then the float model's, and the"
                    + " logits have %.1f dB of signal to quantisation noise",
            "give real sentences with --calibration FILE");

    private final int code;
    private final String sentence;
    private final String hint;

    QuantProblem(int code, String sentence, String hint) {
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
