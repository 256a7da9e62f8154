package dev.thimble.backendc;

import java.util.Optional;
import java.util.stream.Stream;

/** How a model's code finds its constants. */
public enum Constants {
    /** The linker knows where each lies: a structure for each section, numbers within the code. */
    LINKED("c"),
    /**
     * All of them, numbers too, lie in one image whose address is given at run time. Its layout depends on shapes only:
     * equal content is stored as often as it is used, so that another training of the same model has the same layout.
     */
    LOADED("blob");

    private final String word;

    Constants(String word) {
        this.word = word;
    }

    /** What the command line calls it. */
    public String word() {
        return word;
    }

    /** The form that the command line calls so, if there is one. */
    public static Optional<Constants> named(String word) {
        return Stream.of(values()).filter(form -> form.word.equals(word)).findFirst();
    }
}
