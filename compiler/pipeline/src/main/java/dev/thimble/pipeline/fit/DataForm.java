package dev.thimble.pipeline.fit;

import dev.thimble.backendc.Constants;
import java.util.Optional;

/**
 * Where a model's data lie, and what is in an image of them.
 *
 * @param constants how the C finds them
 * @param maxLabels how many labels an image of the program may have, where there is to be room for later ones
 * @param selfTest whether an image brings sequences along to test itself with
 */
public record DataForm(Constants constants, Optional<Integer> maxLabels, boolean selfTest) {
    /** Linked with the code. */
    public static DataForm linked() {
        return new DataForm(Constants.LINKED, Optional.empty(), false);
    }

    /** In an image that tests itself, without room for later labels. */
    public static DataForm loaded() {
        return new DataForm(Constants.LOADED, Optional.empty(), true);
    }
}
