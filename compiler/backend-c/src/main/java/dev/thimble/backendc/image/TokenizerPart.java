package dev.thimble.backendc.image;

import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a tokenizer in an image: {@code thimble_wordpiece_tables_data} or {@code thimble_bpe_tables_data} of
 * {@code thimble/tokenizer.h}, and behind it the tables that it tells the places of.
 */
record TokenizerPart(TokenizerTables tables) {
    private static final List<String> TEXT_TABLES = List.of(
            "run_starts",
            "plane_runs",
            "effects8",
            "effects16",
            "sequence_starts",
            "sequence_chars",
            "typed",
            "typed_ids",
            "normalized",
            "normalized_ids",
            "before",
            "after");
    private static final List<String> TEXT_NUMBERS = List.of("char_count", "first_other", "other_alone", "syllables");

    private static final List<String> WORDPIECE_TABLES = List.of(
            "first_data",
            "first_buckets",
            "first_ids",
            "next_data",
            "next_buckets",
            "next_ids",
            "strings",
            "string_starts");
    private static final List<String> WORDPIECE_NUMBERS =
            List.of("max_word_chars", "two_bytes_from", "longest", "unknown_id", "literal_bits", "bucket_bits");

    private static final List<String> BPE_TABLES = List.of(
            "symbols0",
            "symbols1",
            "symbols2",
            "symbols3",
            "left_bits",
            "left_ranks",
            "left_starts",
            "rights",
            "ranks",
            "products",
            "ids");
    private static final List<String> BPE_NUMBERS =
            List.of("symbol_count", "id_offset", "first_product", "unknown", "longest", "fuse_unknown", "has_last");

    private static final int WORD = 4;

    /** The arrays in their order, the head first, when the part lies so many bytes behind the image's start. */
    List<CArray> arrays(long start) {
        List<CArray> arrays = new ArrayList<>();
        Map<String, Integer> offsets = new HashMap<>();
        long at = start + (long) WORD * headWords();
        for (CArray array : tables.arrays()) {
            offsets.put(array.name(), Math.toIntExact(at));
            arrays.add(array.named("tokenizer_" + array.comment()));
            at += array.roomBytes();
        }
        arrays.add(0, ImageArrays.words("tokenizer", "places and counts of its tables, and numbers", head(offsets)));
        return arrays;
    }

    private int headWords() {
        return head(Map.of()).size();
    }

    private List<Integer> head(Map<String, Integer> offsets) {
        List<Integer> words = new ArrayList<>();
        TEXT_TABLES.forEach(field -> words.addAll(place(field, offsets)));
        TEXT_NUMBERS.forEach(number -> words.add(number(number)));
        (tables.isBpe() ? BPE_TABLES : WORDPIECE_TABLES).forEach(field -> words.addAll(place(field, offsets)));
        (tables.isBpe() ? BPE_NUMBERS : WORDPIECE_NUMBERS).forEach(number -> words.add(number(number)));
        return words;
    }

    /** Offset and number of elements; of fields that share an array the same. */
    private List<Integer> place(String field, Map<String, Integer> offsets) {
        String name = tables.pointers().getOrDefault(field, "");
        return tables.arrays().stream()
                .filter(array -> array.name().equals(name))
                .map(array -> List.of(offsets.getOrDefault(name, 0), array.size()))
                .findFirst()
                .orElse(List.of(0, 0));
    }

    private int number(String name) {
        return Math.toIntExact(tables.scalars().get(name));
    }
}
