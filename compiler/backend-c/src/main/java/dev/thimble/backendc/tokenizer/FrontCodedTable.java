package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A sorted dictionary ({@code thimble_dictionary_data}) in which a token shares the bytes it begins with. */
final class FrontCodedTable {
    private static final int BUCKET = 16;
    private static final int ESCAPE = 15;

    private final List<Integer> data = new ArrayList<>();
    private final List<Integer> buckets = new ArrayList<>();
    private final List<Integer> ids = new ArrayList<>();
    private byte[] before = {};

    private FrontCodedTable() {}

    static void write(String name, SortedMap<byte[], Integer> dictionary, Tables out) {
        FrontCodedTable table = new FrontCodedTable();
        dictionary.entrySet().forEach(table::add);
        out.array(name + "_data", CType.U8, table.data);
        out.array(name + "_buckets", CType.U32, table.buckets);
        out.array(name + "_ids", CType.U16, table.ids);
        out.scalar(name + "_count", table.ids.size());
    }

    private void add(Map.Entry<byte[], Integer> entry) {
        byte[] token = entry.getKey();
        if (ids.size() % BUCKET == 0) {
            buckets.add(data.size());
            before = new byte[0];
        }
        int common = common(before, token);
        int rest = token.length - common;
        data.add(Math.min(common, ESCAPE) << 4 | Math.min(rest, ESCAPE));
        addLength(common);
        addLength(rest);
        for (int i = common; i < token.length; i++) {
            data.add(token[i] & 0xFF);
        }
        ids.add(entry.getValue());
        before = token;
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
