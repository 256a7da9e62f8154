package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code added_tokens} of tokenizer.json. */
final class AddedTokenReader {
    private AddedTokenReader() {}

    /** The tokens with the ids that the library gives them, which must be those that the file says. */
    static AddedVocabulary read(JsonFields list, Map<String, Integer> vocabulary) {
        AddedVocabulary tokens = new AddedVocabulary(vocabulary);
        if (list.isNull()) {
            return tokens;
        }
        List<JsonFields> members = list.list();
        tokens.add(members.stream().map(token -> Token.read(token.object())).toList());
        Set<Integer> taken = Set.copyOf(vocabulary.values());
        members.forEach(token -> checkId(token, tokens, vocabulary, taken));
        return tokens;
    }

    /** The tokens with the ids that the file says, which this compiler wrote itself. */
    static AddedVocabulary written(JsonFields list, Map<String, Integer> vocabulary) {
        AddedVocabulary tokens = new AddedVocabulary(vocabulary);
        list.list().forEach(token -> tokens.put(token.get("id").count(), Token.read(token.object())));
        return tokens;
    }

    private static void checkId(
            JsonFields token, AddedVocabulary tokens, Map<String, Integer> vocabulary, Set<Integer> taken) {
        String content = token.get("content").text();
        int written = token.get("id").count();
        if (content.isEmpty()) {
            token.get("content").refuseUnless(false, "added token");
        }
        int id = tokens.id(content);
        if (id != written) {
            throw new ThimbleException(
                    TokenizerProblem.ADDED_TOKEN_ID.at(token.where(), JsonFields.shown(content), written, id));
        }
        if (id > Vocabulary.LARGEST_ID || (!vocabulary.containsKey(content) && taken.contains(id))) {
            throw new ThimbleException(TokenizerProblem.BAD_ID.at(token.where(), JsonFields.shown(content), id));
        }
    }
}
