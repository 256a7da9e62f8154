package dev.thimble.backendc.model;

/** The linker sections of constants: a linker script can place each in another memory. */
public enum CSection {
    /** What was trained. */
    WEIGHTS(".thimble_weights"),
    /** What the compiler computed: multipliers and look-up tables. */
    TABLES(".thimble_tables"),
    /** Vocabulary and Unicode tables. */
    TOKENIZER(".thimble_tokenizer");

    private final String name;

    CSection(String name) {
        this.name = name;
    }

    /** The section's name in objects and linker scripts. */
    public String section() {
        return name;
    }
}
