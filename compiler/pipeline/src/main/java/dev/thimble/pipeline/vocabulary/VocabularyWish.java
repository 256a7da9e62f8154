package dev.thimble.pipeline.vocabulary;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which entries of a vocabulary are to stay.
 *
 * @param most how many in all; empty: those that the calibration file uses, and those that must stay
 * @param texts files of other sentences: what the smaller vocabulary does to them is reported, too
 */
public record VocabularyWish(OptionalInt most, List<Path> texts) {
    /** The word for what is used. */
    public static final String SEEN = "seen";

    /** Copies the list. */
    public VocabularyWish {
        texts = List.copyOf(texts);
    }

    /** Entries that are used. */
    public static VocabularyWish seen() {
        return new VocabularyWish(OptionalInt.empty(), List.of());
    }

    /** So many entries at most. */
    public static VocabularyWish most(int entries) {
        return new VocabularyWish(OptionalInt.of(entries), List.of());
    }

    /** As the option says it. */
    public String option() {
        return most.isPresent() ? String.valueOf(most.getAsInt()) : SEEN;
    }

    /** The same, reported on other sentences, too. */
    public VocabularyWish reportedOn(List<Path> files) {
        return new VocabularyWish(most, files);
    }
}
