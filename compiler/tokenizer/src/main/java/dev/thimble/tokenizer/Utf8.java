package dev.thimble.tokenizer;

import java.util.stream.IntStream;

/** Decodes UTF-8 that may be ill-formed. */
public final class Utf8 {
    private static final int REPLACEMENT = 0xFFFD;

    private final byte[] bytes;
    private int at;

    private Utf8(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The code points of the bytes; each maximal ill-formed part becomes one U+FFFD. */
    public static int[] decode(byte[] bytes) {
        Utf8 reader = new Utf8(bytes);
        IntStream.Builder out = IntStream.builder();
        while (reader.at < bytes.length) {
            out.add(reader.next());
        }
        return out.build().toArray();
    }

    private int next() {
        int lead = bytes[at++] & 0xFF;
        if (lead < 0x80) {
            return lead;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return REPLACEMENT;
        }
        if (lead < 0xE0) {
            return rest(lead & 0x1F, 1, 0x80, 0xBF);
        }
        if (lead < 0xF0) {
            return rest(lead & 0x0F, 2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        }
        return rest(lead & 0x07, 3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    }

    /** Reads continuation bytes; the bounds hold for the first of them and exclude overlong forms and surrogates. */
    private int rest(int leadBits, int count, int low, int high) {
        int value = leadBits;
        for (int i = 0; i < count; i++) {
            int next = at < bytes.length ? bytes[at] & 0xFF : 0;
            if (next < (i == 0 ? low : 0x80) || next > (i == 0 ? high : 0xBF)) {
                return REPLACEMENT;
            }
            value = value << 6 | (next & 0x3F);
            at++;
        }
        return value;
    }
}
