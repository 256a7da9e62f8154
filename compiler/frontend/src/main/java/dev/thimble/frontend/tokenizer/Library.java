package dev.thimble.frontend.tokenizer;

/** The two generations of the transformers library, which read the same folder differently. */
enum Library {
    /** Up to 4.57: keeps tokenizer.json, lays the class's settings over its normaliser. */
    FOUR("transformers 4"),
    /** From 5.0: a Bert class takes the vocabulary alone and builds everything else itself. */
    FIVE("transformers 5");

    private final String shown;

    Library(String shown) {
        this.shown = shown;
    }

    @Override
    public String toString() {
        return shown;
    }
}
