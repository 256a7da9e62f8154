package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a whole JSON file, wary of what it may hold. */
final class JsonFile {
    private static final int DEEPEST = 64;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /** The file's value, named after the file. */
    static JsonFields read(Path file) {
        String name = file.getFileName().toString();
        try {
            JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
            return new JsonFields(node, name).object();
        } catch (JsonProcessingException e) {
            String reason = JsonFields.shown(e.getOriginalMessage());
            throw new ThimbleException(TokenizerProblem.NOT_JSON.at(place(name, e.getLocation()), reason), e);
        } catch (IOException e) {
            throw new ThimbleException(TokenizerProblem.UNREADABLE.at(name, e.getMessage()), e);
        }
    }

    private static String place(String name, JsonLocation location) {
        return location == null ? name : name + ", line " + location.getLineNr();
    }
}
