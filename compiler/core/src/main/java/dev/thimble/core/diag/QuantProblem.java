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
            "give real sentences with --calibration FILE"),
    /** Infinity or NaN in a run of the float model. */
    VALUE_NOT_FINITE(
            303,
            "on a calibration sequence the float model itself gives infinity or no number at all",
            "the weights before it are too large: the training may have diverged, or a conversion gone wrong"),
    /** A constant that passes made of others. */
    CONSTANT_NOT_FINITE(
            304,
            "the weights are too large: together with those of a neighbouring layer they leave the range of 32-bit floats",
            "the training may have diverged, or a conversion gone wrong"),
    /** Scales of neighbours that no 32-bit multiplier joins. */
    SCALES_APART(
            305,
            "values that meet here differ too much in size: one step of the one is %.1e steps of the other",
            "the weights around it are far larger than those elsewhere: the training may have diverged, or a conversion"
                    + " gone wrong"),
    /** A matrix that is to have 4 bits and is not there. */
    MATRIX_UNKNOWN(311, "there is no matrix \"%s\"", "report.json names the matrices of a model", ExitStatus.USAGE),
    /** A matrix that is to have 4 bits and cannot. */
    MATRIX_NOT_NARROW(
            312,
            "the matrix \"%s\" keeps 8 bits: its sums would not fit the kernels of 4 bits, its steps are too large, or"
                    + " devices train it",
            "leave it out",
            ExitStatus.USAGE),
    /** Two ways to say which matrices have 4 bits. */
    MATRICES_TWICE(
            313,
            "which matrices have 4 bits is either named or measured, and both are asked for",
            "leave out --matrix-bits, --fit or --narrow-matrices",
            ExitStatus.USAGE);

    private final CatalogueEntry entry;

    QuantProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    QuantProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
