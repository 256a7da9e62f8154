package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.core.tokenizer.AddedToken;
import dev.thimble.core.tokenizer.BertNormalizer;
import dev.thimble.core.tokenizer.TokenizerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code tokenizer_config.json}: settings that the transformers library lays over a tokenizer. May be absent. */
final class TokenizerConfig {
    private static final String FILE = "tokenizer_config.json";
    private static final String GENERIC_CLASS = "PreTrainedTokenizerFast";

    private final JsonFields fields;

    private TokenizerConfig(JsonFields fields) {
        this.fields = fields;
    }

    static TokenizerConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        TokenizerConfig config = new TokenizerConfig(
                Files.exists(file) ? JsonFile.read(file) : new JsonFields(MissingNode.getInstance(), FILE));
        JsonFields side = config.fields.get("truncation_side");
        side.refuseUnless(side.optionalText().orElse("right").equals("right"), "truncation side");
        return config;
    }

    /** The text of a special token, written as a string or as an object. */
    String specialToken(String name, String fallback) {
        JsonFields field = fields.get(name);
        return field.node().isObject()
                ? field.get("content").text()
                : field.optionalText().orElse(fallback);
    }

    /** The normaliser of a folder that has only a vocabulary. */
    BertNormalizer normalizer() {
        boolean lowercase = flag("do_lower_case").orElse(true);
        return new BertNormalizer(
                true,
                flag("tokenize_chinese_chars").orElse(true),
                flag("strip_accents").orElse(lowercase),
                lowercase);
    }

    /** Refuses a tokenizer.json that this file contradicts, for then it depends on the reader which of them counts. */
    void check(TokenizerSpec spec) {
        String tokenizerClass = fields.get("tokenizer_class").optionalText().orElse(GENERIC_CLASS);
        if (spec.normalizer() instanceof BertNormalizer bert && !tokenizerClass.equals(GENERIC_CLASS)) {
            checkFlag("do_lower_case", bert.lowercase());
            checkFlag("tokenize_chinese_chars", bert.handleChineseChars());
            checkFlag("strip_accents", bert.stripAccents());
        }
        JsonFields added = fields.get("added_tokens_decoder");
        if (!added.isNull()) {
            added.object().node().fieldNames().forEachRemaining(id -> checkAdded(id, added.get(id), spec));
        }
    }

    private void checkAdded(String id, JsonFields token, TokenizerSpec spec) {
        String content = token.get("content").text();
        boolean known = spec.addedTokens().stream().anyMatch(added -> matches(added, id, content));
        if (!known) {
            String written = "that \"" + JsonFields.shown(content) + "\" is the added token " + JsonFields.shown(id);
            throw new ThimbleException(TokenizerProblem.CONTRADICTION.at(token.where(), written, "no such token"));
        }
    }

    private static boolean matches(AddedToken added, String id, String content) {
        return Integer.toString(added.id()).equals(id) && added.content().equals(content);
    }

    private void checkFlag(String name, boolean actual) {
        flag(name).filter(written -> written != actual).ifPresent(written -> {
            throw new ThimbleException(
                    TokenizerProblem.CONTRADICTION.at(fields.get(name).where(), written, actual));
        });
    }

    private Optional<Boolean> flag(String name) {
        JsonFields field = fields.get(name);
        return field.isNull() ? Optional.empty() : Optional.of(field.flag());
    }
}
