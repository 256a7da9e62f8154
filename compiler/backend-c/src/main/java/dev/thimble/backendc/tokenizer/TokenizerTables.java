package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CArray;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.WordPiece;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The constants of one {@code thimble_tokenizer_data}.
 *
 * @param name the model's name, a C identifier in lower case
 * @param isBpe whether the tokenizer is a byte-pair one
 * @param arrays the arrays in a stable order
 * @param pointers the fields of the C structures that point to an array, with the array's name; others are null
 * @param scalars the values of the other fields
 */
public record TokenizerTables(
        String name, boolean isBpe, List<CArray> arrays, Map<String, String> pointers, Map<String, Long> scalars) {
    /** {@code THIMBLE_WORDPIECE_WINDOW}, of bytes, and {@code THIMBLE_BPE_WINDOW}, of symbols. */
    private static final int WINDOW = 256;

    /** The bytes of working memory of each kind: the structures of {@code thimble_tokenizer_scratch}. */
    private static final int WORDPIECE_SCRATCH = WINDOW;

    /** One symbol beyond the window; symbols, ranks and certain symbols; two lengths of a byte each. */
    private static final int BPE_SCRATCH = Short.BYTES * (WINDOW + 1) + WINDOW * (3 * Short.BYTES + 2);

    /** Copies the parts. */
    public TokenizerTables {
        arrays = List.copyOf(arrays);
        pointers = Map.copyOf(pointers);
        scalars = Map.copyOf(scalars);
    }

    /**
     * The tables of a tokenizer.
     *
     * @param name the model's name, a C identifier in lower case
     * @throws ThimbleException when the tokenizer is too large for them
     */
    public static TokenizerTables of(TokenizerSpec spec, String name) {
        Tables out = new Tables(name);
        CharTable chars = CharTable.of(spec);
        chars.write(out);
        PatternTable.write(spec, chars, out);
        if (spec.model() instanceof Bpe bpe) {
            new MergeTable(bpe, chars).write(out);
            return out.tables(true);
        }
        new TokenTable((WordPiece) spec.model(), spec.preTokenizer(), chars).write(out);
        return out.tables(false);
    }

    /** The C files of the runtime that the tokenizer needs, below {@code runtime-c/src/tokenizer}. */
    public List<String> sources() {
        return List.of("tokenizer_text.c", isBpe ? "tokenizer_bpe.c" : "tokenizer_wordpiece.c");
    }

    /** Those that it needs in an image besides. */
    public List<String> imageSources() {
        return List.of("tokenizer_tables.c", isBpe ? "tokenizer_bpe_tables.c" : "tokenizer_wordpiece_tables.c");
    }

    /** What the arrays take of flash, in bytes; the structures that point to them (about 200 bytes) not counted. */
    public long bytes() {
        return arrays.stream().mapToLong(CArray::bytes).sum();
    }

    /** For each array its bytes, by name. */
    public Map<String, Long> bytesByArray() {
        Map<String, Long> bytes = new TreeMap<>();
        arrays.forEach(array -> bytes.put(array.name(), array.bytes()));
        return bytes;
    }

    /** The bytes of working memory that the generated function asks for, aligned to 2. */
    public int scratchBytes() {
        return isBpe ? BPE_SCRATCH : WORDPIECE_SCRATCH;
    }

    /**
     * What the templates {@code c/tokenizer.h.ftl} and {@code c/tokenizer.c.ftl} need.
     *
     * @param definitions the arrays as C text
     */
    public Map<String, Object> templateValues(String definitions) {
        Map<String, Object> tokenizer = new HashMap<>(scalars);
        tokenizer.put("name", name);
        tokenizer.put("macro", name.toUpperCase(Locale.ROOT));
        tokenizer.put("isBpe", isBpe);
        tokenizer.put("scratchBytes", scratchBytes());
        tokenizer.put("pointers", pointers);
        return Map.of("tokenizer", tokenizer, "definitions", definitions);
    }
}
