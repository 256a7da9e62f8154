package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.core.tokenizer.AddedToken;
import dev.thimble.core.tokenizer.CharKind;
import dev.thimble.core.tokenizer.Normalization;
import dev.thimble.core.tokenizer.Normalizer;
import dev.thimble.core.tokenizer.PreTokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code added_tokens} of tokenizer.json. */
final class AddedTokenReader {
    private final Map<String, Integer> vocabulary;
    private final Normalizer normalizer;
    private final PreTokenizer preTokenizer;
    private final List<AddedToken> tokens = new ArrayList<>();
    private final Set<String> patterns = new HashSet<>();

    AddedTokenReader(Map<String, Integer> vocabulary, Normalizer normalizer, PreTokenizer preTokenizer) {
        this.vocabulary = vocabulary;
        this.normalizer = normalizer;
        this.preTokenizer = preTokenizer;
    }

    List<AddedToken> read(JsonFields list) {
        if (!list.isNull()) {
            list.list().forEach(this::add);
        }
        return tokens;
    }

    private void add(JsonFields token) {
        token.object("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
        JsonFields content = token.get("content");
        refuseFlags(token);
        boolean normalized =
                token.get("normalized").flagOr(!token.get("special").flagOr(false));
        AddedToken added = new AddedToken(id(token, content.text()), content.text(), normalized);
        checkPattern(content, added);
        tokens.add(added);
    }

    /**
     * Refuses what is not done here. Stripping the blanks around a token changes nothing when blanks belong to no word
     * and no token begins or ends with one.
     */
    private void refuseFlags(JsonFields token) {
        JsonFields singleWord = token.get("single_word");
        singleWord.refuseUnless(!singleWord.flagOr(false), "single_word");
        for (String name : List.of("lstrip", "rstrip")) {
            JsonFields strip = token.get(name);
            strip.refuseUnless(!strip.flagOr(false) || preTokenizer != PreTokenizer.NONE, name);
        }
        JsonFields content = token.get("content");
        int[] text = content.text().codePoints().toArray();
        boolean blankEnds = text.length > 0 && (isBlank(text[0]) || isBlank(text[text.length - 1]));
        content.refuseUnless(text.length > 0 && !blankEnds, "added token");
    }

    private static boolean isBlank(int codePoint) {
        return CharKind.of(PreTokenizer.WHITESPACE, codePoint) == CharKind.SPACE;
    }

    /** The id as the library gives it: the vocabulary's, or the next free one; the file's must agree. */
    private int id(JsonFields token, String content) {
        int written = token.get("id").count();
        Integer known = vocabulary.get(content);
        int id = known == null ? nextId() : known;
        if (id != written) {
            throw new ThimbleException(
                    TokenizerProblem.ADDED_TOKEN_ID.at(token.where(), JsonFields.shown(content), written, id));
        }
        if (id > Vocabulary.LARGEST_ID || (known == null && vocabulary.containsValue(id))) {
            throw new ThimbleException(TokenizerProblem.BAD_ID.at(token.where(), JsonFields.shown(content), id));
        }
        return id;
    }

    private int nextId() {
        int largest = tokens.stream().mapToInt(AddedToken::id).max().orElse(-1);
        return Math.max(largest + 1, vocabulary.size());
    }

    private void checkPattern(JsonFields content, AddedToken added) {
        int[] typed = added.content().codePoints().toArray();
        int[] pattern = added.normalized() ? Normalization.apply(normalizer, typed) : typed;
        content.refuseUnless(pattern.length > 0, "added token that the normalizer empties");
        String key = (added.normalized() ? "n" : "t") + new String(pattern, 0, pattern.length);
        if (!patterns.add(key)) {
            throw new ThimbleException(
                    TokenizerProblem.DUPLICATE_TOKEN.at(content.where(), JsonFields.shown(added.content())));
        }
    }
}
