package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CType;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.core.target.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Gathers the parts of {@link TokenizerTables}. An empty array is left out: its field is a null pointer. */
final class Tables {
    private final String model;
    private final List<CArray> arrays = new ArrayList<>();
    private final Map<String, String> pointers = new HashMap<>();
    private final Map<String, Long> scalars = new HashMap<>();

    Tables(String model) {
        this.model = model;
    }

    void array(String field, CType type, IntStream values) {
        array(field, type, values.asLongStream());
    }

    void array(String field, CType type, List<Integer> values) {
        array(field, type, values.stream().mapToLong(Integer::longValue));
    }

    /** An array of 32-bit words, whose sign does not count. */
    void words(String field, int[] values) {
        array(field, CType.U32, IntStream.of(values).mapToLong(Integer::toUnsignedLong));
    }

    private void array(String field, CType type, LongStream values) {
        long[] all = values.toArray();
        if (all.length > 0) {
            String name = "thimble_" + model + "_tokenizer_" + field;
            arrays.add(CArray.of(name, type, Section.TOKENIZER, field, all.length, i -> all[i]));
            pointers.put(field, name);
        }
    }

    /** Lets a field point to another field's array. */
    void share(String field, String other) {
        pointers.put(field, pointers.get(other));
    }

    void scalar(String name, long value) {
        scalars.put(name, value);
    }

    void flag(String name, boolean value) {
        scalar(name, value ? 1 : 0);
    }

    TokenizerTables tables(boolean isBpe) {
        return new TokenizerTables(model, isBpe, arrays, pointers, scalars);
    }

    /** Refuses a tokenizer with more of something than the tables can hold. */
    static void limit(long count, String of, long most) {
        if (count > most) {
            throw new ThimbleException(TokenizerProblem.TABLE_LIMIT.at("tokenizer", count + " " + of, most));
        }
    }
}
