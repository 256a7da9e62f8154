package dev.thimble.backendc.model;

/** The linker sections of constants: a linker script can place each in another memory. */
public enum CSection {
    /** What was trained. */
    WEIGHTS("weights"),
    /** What the compiler computed: multipliers and look-up tables. */
    TABLES("tables"),
    /** Vocabulary and Unicode tables. */
    TOKENIZER("tokenizer");

    private final String suffix;

    CSection(String suffix) {
        this.suffix = suffix;
    }

    /** The last word of its names. */
    public String suffix() {
        return suffix;
    }

    /** The section's name in objects and linker scripts. */
    public String section() {
        return ".thimble_" + suffix;
    }
}
