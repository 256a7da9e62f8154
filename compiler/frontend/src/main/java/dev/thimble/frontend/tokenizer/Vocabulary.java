package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers tokens and their ids. */
final class Vocabulary {
    /** The largest id that the tables on the device can hold. */
    static final int LARGEST_ID = 0xFFFF;

    private final String where;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final Map<Integer, String> tokens = new HashMap<>();

    Vocabulary(String where) {
        this.where = where;
    }

    static Vocabulary read(JsonFields fields) {
        Vocabulary vocabulary = new Vocabulary(fields.where());
        fields.object().node().properties().forEach(entry -> vocabulary.add(entry.getKey(), entry.getValue()));
        return vocabulary;
    }

    private void add(String token, JsonNode id) {
        boolean good = id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0;
        if (!good || id.intValue() > LARGEST_ID) {
            throw problem(TokenizerProblem.BAD_ID, JsonFields.shown(token), JsonFields.shown(id.toString()));
        }
        add(token, id.intValue());
    }

    void add(String token, int id) {
        if (ids.put(token, id) != null) {
            throw problem(TokenizerProblem.DUPLICATE_TOKEN, JsonFields.shown(token));
        }
        if (id > LARGEST_ID) {
            throw problem(TokenizerProblem.BAD_ID, JsonFields.shown(token), id);
        }
        String other = tokens.put(id, token);
        if (other != null) {
            throw problem(TokenizerProblem.DUPLICATE_ID, JsonFields.shown(other), JsonFields.shown(token), id);
        }
    }

    boolean has(String token) {
        return ids.containsKey(token);
    }

    /** The id of a token that must be there; {@code asked} says who asks. */
    int id(String token, String asked) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new ThimbleException(TokenizerProblem.UNKNOWN_TOKEN.at(asked, JsonFields.shown(token)));
        }
        return id;
    }

    int size() {
        return ids.size();
    }

    Map<String, Integer> ids() {
        return ids;
    }

    private ThimbleException problem(TokenizerProblem problem, Object... arguments) {
        return new ThimbleException(problem.at(where, arguments));
    }
}
