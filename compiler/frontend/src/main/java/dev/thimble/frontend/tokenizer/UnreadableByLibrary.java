package dev.thimble.frontend.tokenizer;

/** A library ends with an error on this folder: it is no reader of it. */
final class UnreadableByLibrary extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableByLibrary(String message) {
        super(message);
    }
}
