package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Codes from a number of literals on stand for strings that occur often; each joins two codes before it. */
final class StringCode {
    /** Codes that a byte has. */
    static final int CODES = 256;

    private static final int LONGEST = 8;
    private static final int FEWEST = 4;

    private final int literals;
    private final List<int[]> pairs = new ArrayList<>();
    private final List<byte[]> strings = new ArrayList<>();

    /** Bytes below a number, and no strings yet. */
    StringCode(int literals) {
        this.literals = literals;
        for (int i = 0; i < literals; i++) {
            strings.add(new byte[] {(byte) i});
        }
    }

    /** Takes the strings that save the most in the texts, one after the other, while codes are left. */
    void learn(List<byte[]> texts) {
        List<byte[]> rest = texts;
        while (strings.size() < CODES) {
            int pair = mostFrequent(rest);
            if (pair < 0) {
                return;
            }
            join(pair / CODES, pair % CODES);
            int code = strings.size() - 1;
            rest = rest.stream().map(text -> replace(text, code)).toList();
        }
    }

    private int mostFrequent(List<byte[]> texts) {
        int[] counts = new int[CODES * CODES];
        for (byte[] text : texts) {
            for (int i = 1; i < text.length; i++) {
                counts[Byte.toUnsignedInt(text[i - 1]) * CODES + Byte.toUnsignedInt(text[i])]++;
            }
        }
        int best = -1;
        for (int pair = 0; pair < counts.length; pair++) {
            if (counts[pair] >= FEWEST && (best < 0 || counts[pair] > counts[best]) && isShort(pair)) {
                best = pair;
            }
        }
        return best;
    }

    private boolean isShort(int pair) {
        return strings.get(pair / CODES).length + strings.get(pair % CODES).length <= LONGEST;
    }

    private void join(int left, int right) {
        byte[] head = strings.get(left);
        byte[] tail = strings.get(right);
        byte[] joined = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        strings.add(joined);
        pairs.add(new int[] {left, right});
    }

    private byte[] replace(byte[] text, int code) {
        int[] pair = pairs.get(code - literals);
        byte[] out = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            boolean isPair = i + 1 < text.length
                    && Byte.toUnsignedInt(text[i]) == pair[0]
                    && Byte.toUnsignedInt(text[i + 1]) == pair[1];
            out[length++] = isPair ? (byte) code : text[i];
            i += isPair ? 1 : 0;
        }
        return length == text.length ? text : Arrays.copyOf(out, length);
    }

    /** The text's codes. */
    byte[] encode(byte[] text) {
        byte[] codes = text;
        for (int code = literals; code < strings.size(); code++) {
            codes = replace(codes, code);
        }
        return codes;
    }

    void write(Tables out) {
        List<Integer> starts = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        for (byte[] string : strings.subList(literals, strings.size())) {
            starts.add(bytes.size());
            for (byte b : string) {
                bytes.add(Byte.toUnsignedInt(b));
            }
        }
        if (!starts.isEmpty()) {
            starts.add(bytes.size());
        }
        out.array("strings", CType.U8, bytes);
        out.array("string_starts", CType.U16, starts);
        out.scalar("literal_bits", Integer.numberOfTrailingZeros(literals));
    }
}
