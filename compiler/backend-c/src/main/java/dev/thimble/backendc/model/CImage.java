package dev.thimble.backendc.model;

import java.util.List;
import java.util.Locale;

/**
 * All data of a model as one file; docs/updates.md has the layout.
 *
 * @param header its words
 * @param parts what follows the constants: tokenizer, labels and self-test vectors, each at a place of this image's own
 */
public record CImage(List<Integer> header, List<CArray> parts) {
    /** The header's first word: THIM, read as little-endian. */
    public static final int MAGIC = 0x4D494854;

    /** The format of the header and of all that follows it. */
    public static final int FORMAT = 2;

    /** Bytes of the header. */
    public static final int HEADER_BYTES = 160;

    /** The image starts at a multiple of this many bytes, and has a multiple of them. */
    public static final int ALIGNMENT = 16;

    /** The word with the size of the whole. */
    public static final int SIZE = 2;

    /** The first word of the program's digest, which has eight. */
    public static final int PROGRAM = 4;

    /** The word with the size of the last part, the self-test's. */
    private static final int SELF_TEST = 39;

    private static final int WORD = 4;

    /** Copies the lists. */
    public CImage {
        header = List.copyOf(header);
        parts = List.copyOf(parts);
        if (header.size() * WORD != HEADER_BYTES) {
            throw new IllegalArgumentException(header.size() + " words");
        }
    }

    /** Bytes of the whole. */
    public long bytes() {
        return header.get(SIZE);
    }

    /** Bytes of the self-test. */
    public long selfTestBytes() {
        return header.get(SELF_TEST);
    }

    /** The header as C constants. */
    public List<String> literals() {
        return header.stream()
                .map(word -> String.format(Locale.ROOT, "0x%08Xu", word))
                .toList();
    }

    /** The words of the program's digest as C constants. */
    public List<String> program() {
        return literals().subList(PROGRAM, PROGRAM + 8);
    }
}
