package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.Merge;
import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.model.WordPiece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code model} of tokenizer.json. */
final class ModelReader {
    private static final int DEFAULT_MAX_CHARS = 100;

    private final JsonFields model;
    private final Vocabulary vocabulary;

    private ModelReader(JsonFields model) {
        this.model = model;
        this.vocabulary = Vocabulary.read(model.get("vocab"));
    }

    static TokenModel read(JsonFields model) {
        JsonFields type = model.object().get("type");
        String name = type.text();
        type.refuseUnless(name.equals("WordPiece") || name.equals("BPE"), "tokenizer model");
        return name.equals("BPE") ? new ModelReader(model).bpe() : new ModelReader(model).wordPiece();
    }

    private WordPiece wordPiece() {
        model.object("type", "vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word");
        JsonFields unknown = model.get("unk_token");
        JsonFields maxChars = model.get("max_input_chars_per_word");
        return new WordPiece(
                vocabulary.ids(),
                vocabulary.id(unknown.optionalText().orElse("[UNK]"), unknown.where()),
                model.get("continuing_subword_prefix").optionalText().orElse("##"),
                maxChars.isNull() ? DEFAULT_MAX_CHARS : maxChars.count());
    }

    private Bpe bpe() {
        refuseBpeOptions();
        JsonFields unknown = model.get("unk_token");
        OptionalInt unknownId =
                unknown.isNull() ? OptionalInt.empty() : OptionalInt.of(vocabulary.id(unknown.text(), unknown.where()));
        String prefix = affix("continuing_subword_prefix");
        return new Bpe(
                vocabulary.ids(),
                merges(prefix.length()),
                unknownId,
                model.get("fuse_unk").flagOr(false),
                prefix,
                affix("end_of_word_suffix"));
    }

    private void refuseBpeOptions() {
        model.object(
                "type",
                "vocab",
                "merges",
                "unk_token",
                "continuing_subword_prefix",
                "end_of_word_suffix",
                "fuse_unk",
                "byte_fallback",
                "ignore_merges",
                "dropout");
        JsonFields dropout = model.get("dropout");
        boolean none =
                dropout.isNull() || (dropout.node().isNumber() && dropout.node().doubleValue() == 0);
        dropout.refuseUnless(none, "dropout");
        model.get("byte_fallback").refuseUnless(!model.get("byte_fallback").flagOr(false), "byte_fallback");
        model.get("ignore_merges").refuseUnless(!model.get("ignore_merges").flagOr(false), "ignore_merges");
    }

    /** A prefix or suffix; the library counts its characters as bytes, so that only ASCII is unambiguous. */
    private String affix(String name) {
        JsonFields field = model.get(name);
        String affix = field.optionalText().orElse("");
        field.refuseUnless(affix.chars().allMatch(c -> c < 0x80), name);
        return affix;
    }

    private List<Merge> merges(int prefixLength) {
        List<Merge> merges = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (JsonFields merge : model.get("merges").list()) {
            if (merge.node().isTextual() && merge.text().startsWith("#version")) {
                continue;
            }
            List<String> pair = pair(merge);
            refuseMerge(merge, seen.add(pair), "is there twice");
            merges.add(merge(merge, pair, prefixLength));
        }
        refuseMerge(model.get("merges"), merges.size() <= Vocabulary.LARGEST_ID, "too many");
        return merges;
    }

    private static List<String> pair(JsonFields merge) {
        if (merge.node().isTextual()) {
            List<String> pair = List.of(merge.text().split(" ", -1));
            refuseMerge(merge, pair.size() == 2, "has not exactly one space");
            return pair;
        }
        List<String> pair = merge.list().stream().map(JsonFields::text).toList();
        refuseMerge(merge, pair.size() == 2, "has not two parts");
        return pair;
    }

    private Merge merge(JsonFields merge, List<String> pair, int prefixLength) {
        String left = pair.get(0);
        String right = pair.get(1);
        refuseMerge(merge, !left.isEmpty() && right.length() > prefixLength, "has an empty part");
        String product = left + right.substring(prefixLength);
        boolean tooLong = product.codePointCount(0, product.length()) > Bpe.MAX_TOKEN_CHARS;
        refuseMerge(merge, !tooLong, "makes a token of more than " + Bpe.MAX_TOKEN_CHARS + " characters");
        String where = merge.where();
        return new Merge(vocabulary.id(left, where), vocabulary.id(right, where), vocabulary.id(product, where));
    }

    private static void refuseMerge(JsonFields merge, boolean good, String fault) {
        if (!good) {
            throw new ThimbleException(TokenizerProblem.BAD_MERGE.at(merge.where(), fault));
        }
    }
}
