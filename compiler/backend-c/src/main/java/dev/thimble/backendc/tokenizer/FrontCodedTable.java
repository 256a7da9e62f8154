package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** A sorted dictionary ({@code thimble_dictionary_data}) in which a token shares the bytes it begins with. */
final class FrontCodedTable {
    private static final int ESCAPE = 15;

    private final int bucket;
    private final List<Integer> ids;
    private final List<Integer> commons = new ArrayList<>();
    private final List<byte[]> rests = new ArrayList<>();
    private final List<Integer> data = new ArrayList<>();
    private final List<Integer> buckets = new ArrayList<>();

    FrontCodedTable(SortedMap<byte[], Integer> dictionary, int bucket) {
        this.bucket = bucket;
        this.ids = List.copyOf(dictionary.values());
        byte[] before = {};
        for (byte[] token : dictionary.keySet()) {
            int common = rests.size() % bucket == 0 ? 0 : common(before, token);
            commons.add(common);
            rests.add(Arrays.copyOfRange(token, common, token.length));
            before = token;
        }
    }

    /** What each token has beyond the one before it. */
    List<byte[]> rests() {
        return rests;
    }

    void write(String name, StringCode strings, Tables out) {
        for (int i = 0; i < rests.size(); i++) {
            if (i % bucket == 0) {
                buckets.add(data.size());
            }
            add(commons.get(i), strings.encode(rests.get(i)));
        }
        out.array(name + "_data", CType.U8, data);
        out.array(name + "_buckets", CType.U32, buckets);
        out.array(name + "_ids", CType.U16, ids);
        out.scalar(name + "_count", ids.size());
    }

    private void add(int common, byte[] rest) {
        data.add(Math.min(common, ESCAPE) << 4 | Math.min(rest.length, ESCAPE));
        addLength(common);
        addLength(rest.length);
        for (byte code : rest) {
            data.add(Byte.toUnsignedInt(code));
        }
    }

    private void addLength(int length) {
        if (length >= ESCAPE) {
            data.add(length);
        }
    }

    private static int common(byte[] a, byte[] b) {
        int at = Arrays.mismatch(a, b);
        return at < 0 ? a.length : at;
    }
}
