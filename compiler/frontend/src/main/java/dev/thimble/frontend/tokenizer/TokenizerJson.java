package dev.thimble.frontend.tokenizer;

import dev.thimble.core.tokenizer.BertNormalizer;
import dev.thimble.core.tokenizer.NoNormalizer;
import dev.thimble.core.tokenizer.Normalizer;
import dev.thimble.core.tokenizer.PreTokenizer;
import dev.thimble.core.tokenizer.TokenModel;
import dev.thimble.core.tokenizer.TokenizerSpec;

/** Reads a whole tokenizer.json. */
final class TokenizerJson {
    private TokenizerJson() {}

    static TokenizerSpec read(JsonFields root) {
        checkTruncation(root.get("truncation"));
        TokenModel model = ModelReader.read(root.get("model"));
        Normalizer normalizer = normalizer(root.get("normalizer"));
        PreTokenizer preTokenizer = preTokenizer(root.get("pre_tokenizer"));
        AddedTokenReader added = new AddedTokenReader(model.vocabulary(), normalizer, preTokenizer);
        return new TokenizerSpec(
                model,
                normalizer,
                preTokenizer,
                TemplateReader.read(root.get("post_processor")),
                added.read(root.get("added_tokens")));
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
        JsonFields type = preTokenizer.object("type").get("type");
        boolean bert = type.text().equals("BertPreTokenizer");
        type.refuseUnless(bert || type.text().equals("Whitespace"), "pre-tokenizer");
        return bert ? PreTokenizer.BERT : PreTokenizer.WHITESPACE;
    }
}
