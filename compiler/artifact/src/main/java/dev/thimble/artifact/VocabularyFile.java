package dev.thimble.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.vocabulary.SmallerVocabulary;
import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.subset.KeptEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of a vocabulary of which entries went: for each entry of the model as it was trained a line of JSON, in the order
 * of ids, with its id, its token, how often the calibration file uses it, and the id that it has now, if it stays.
 */
final class VocabularyFile {
    static final String NAME = "vocabulary.jsonl";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NOW = "now";

    private VocabularyFile() {}

    static String text(SmallerVocabulary vocabulary) {
        Map<Integer, String> tokens = tokens(vocabulary.whole().tokenizer());
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < vocabulary.kept().entries(); id++) {
            ObjectNode line = JSON.createObjectNode().put("id", id);
            if (tokens.containsKey(id)) {
                line.put("token", tokens.get(id));
            }
            line.put("uses", vocabulary.use().count(id));
            vocabulary.kept().now(id).ifPresent(now -> line.put(NOW, now));
            text.append(line).append('\n');
        }
        return text.toString();
    }

    /** Each entry by its id; rows of a table that no token has are missing. */
    static Map<Integer, String> tokens(TokenizerSpec tokenizer) {
        Map<Integer, String> tokens = new HashMap<>();
        tokenizer.addedTokens().stream()
                .sorted(Comparator.comparing(AddedToken::content))
                .forEach(token -> tokens.put(token.id(), token.content()));
        tokenizer.model().vocabulary().forEach((token, id) -> tokens.put(id, token));
        return tokens;
    }

    /** What stays. */
    static KeptEntries read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            List<String> lines = Files.readAllLines(file);
            List<Integer> kept = new ArrayList<>();
            for (int id = 0; id < lines.size(); id++) {
                JsonNode line = JSON.readTree(lines.get(id));
                if (line.path(NOW).asInt(kept.size()) != kept.size()
                        || line.path("id").asInt(-1) != id) {
                    throw damaged(file, "line " + (id + 1));
                }
                if (line.has(NOW)) {
                    kept.add(id);
                }
            }
            return new KeptEntries(lines.size(), kept);
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }

    private static ThimbleException damaged(Path file, String what) {
        return new ThimbleException(InputProblem.NOT_A_PACKAGE.at(NAME + ": " + what, file.getParent()));
    }
}
