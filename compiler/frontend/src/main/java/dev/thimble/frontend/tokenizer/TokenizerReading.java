package dev.thimble.frontend.tokenizer;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of two readings of a folder counts where its readers disagree. */
public enum TokenizerReading {
    /** {@code tokenizer.json} as it is, as the tokenizers library reads it: no other file counts. */
    FILE,
    /** What transformers 5 makes of the folder: its tokenizer class, with all that the files beside say. */
    CLASS;

    /** The reading of that name, in lower case. */
    public static Optional<TokenizerReading> named(String name) {
        return Stream.of(values())
                .filter(reading -> reading.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
