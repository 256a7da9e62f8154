package dev.thimble.frontend.tokenizer;

import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.normalize.NoNormalizer;
import dev.thimble.tokenizer.normalize.Normalizer;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads a whole tokenizer.json as it is. */
final class TokenizerJson {
    private TokenizerJson() {}

    static Reading read(JsonFields root) {
        return read(root, AddedTokenReader::read);
    }

    /** A file of {@link TokenizerWriter}. */
    static Reading written(JsonFields root) {
        return read(root, AddedTokenReader::written);
    }

    private static Reading read(JsonFields root, BiFunction<JsonFields, Map<String, Integer>, AddedVocabulary> added) {
        checkTruncation(root.get("truncation"));
        Normalizer normalizer = normalizer(root.get("normalizer"));
        PreTokenizer preTokenizer = preTokenizer(root.get("pre_tokenizer"));
        TokenModel model = ModelReader.read(root.get("model"));
        return new Reading(
                "tokenizer.json as it is",
                model,
                normalizer,
                preTokenizer,
                TemplateReader.read(root.get("post_processor")),
                added.apply(root.get("added_tokens"), model.vocabulary()),
                false);
    }

    /** The limit comes from the model and nothing is ever padded; only the side that is cut matters. */
    private static void checkTruncation(JsonFields truncation) {
        if (!truncation.isNull()) {
            JsonFields direction = truncation.object().get("direction");
            direction.refuseUnless(direction.optionalText().orElse("Right").equals("Right"), "truncation direction");
        }
    }

    private static Normalizer normalizer(JsonFields normalizer) {
        if (normalizer.isNull()) {
            return new NoNormalizer();
        }
        JsonFields type = normalizer.object().get("type");
        type.refuseUnless(type.text().equals("BertNormalizer"), "normalizer");
        normalizer.object("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
        boolean lowercase = normalizer.get("lowercase").flagOr(true);
        return new BertNormalizer(
                normalizer.get("clean_text").flagOr(true),
                normalizer.get("handle_chinese_chars").flagOr(true),
                normalizer.get("strip_accents").flagOr(lowercase),
                lowercase);
    }

    private static PreTokenizer preTokenizer(JsonFields preTokenizer) {
        if (preTokenizer.isNull()) {
            return PreTokenizer.NONE;
        }
        JsonFields type = preTokenizer.object().get("type");
        boolean bert = type.text().equals("BertPreTokenizer");
        type.refuseUnless(bert || type.text().equals("Whitespace"), "pre-tokenizer");
        preTokenizer.object("type");
        return bert ? PreTokenizer.BERT : PreTokenizer.WHITESPACE;
    }
}
