package dev.thimble.backendc.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What tells an image from others: the header of its structure.
 *
 * @param bytes of the whole image, header included
 * @param layout words of a digest of everything that the code takes for granted
 */
public record CImage(long bytes, List<Integer> layout) {
    /** The header's first word: THIM, read as little-endian. */
    public static final int MAGIC = 0x4D494854;

    /** Words of the digest. */
    public static final int LAYOUT_WORDS = 4;

    /** Bytes of the header: magic, size and layout. */
    public static final int HEADER_BYTES = 4 * (2 + LAYOUT_WORDS);

    /** Copies the list. */
    public CImage {
        layout = List.copyOf(layout);
    }

    /** The header's words in their order. */
    public List<Integer> header() {
        return Stream.concat(Stream.of(MAGIC, Math.toIntExact(bytes)), layout.stream())
                .toList();
    }

    /** The same as C constants. */
    public List<String> literals() {
        return header().stream()
                .map(word -> String.format(Locale.ROOT, "0x%08Xu", word))
                .toList();
    }
}
