package dev.thimble.frontend.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thimble.core.diag.Problem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Reads a JSON object from a file of the user's, wary of what it may hold: nothing nested deeply, no key twice, nothing
 * behind the end, and no unpaired surrogate in any key or string, for such a half is no character and no two programs
 * agree on what becomes of it.
 */
public final class Json {
    private static final int DEEPEST = 64;
    private static final int SHOWN = 120;
    private static final int NONE = -1;

    /** A file is read whole before it is parsed, and its size is limited there: no string needs a limit of its own. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * The object in a file.
     *
     * @param file the file's name, for diagnostics
     * @param problem what to say of a file that holds none; its sentence takes the reason
     */
    public static JsonNode object(byte[] bytes, String file, Problem problem) {
        JsonNode root = parsed(bytes, file, problem);
        if (!root.isObject()) {
            throw new ThimbleException(problem.at(file, "it does not start with {"));
        }
        int half = unpaired(root);
        if (half != NONE) {
            String shown = String.format(Locale.ROOT, "\\u%04x", half);
            throw new ThimbleException(
                    problem.at(file, "it holds " + shown + ", half of a surrogate pair, which is no character"));
        }
        return root;
    }

    private static JsonNode parsed(byte[] bytes, String file, Problem problem) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ThimbleException(problem.at(place(file, e.getLocation()), reason(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static String place(String file, JsonLocation location) {
        return location == null ? file : file + ", line " + location.getLineNr();
    }

    /** The parser's first line, without its talk of its own settings. */
    private static String reason(JsonProcessingException e) {
        String line = e.getOriginalMessage().lines().findFirst().orElse("").replaceAll(" for `.*", "");
        String plain = line.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }

    /** An unpaired surrogate in any key or string; {@link #NONE} when there is none. */
    private static int unpaired(JsonNode node) {
        if (node.isTextual()) {
            return unpaired(node.textValue());
        }
        int half = NONE;
        for (var entry : node.properties()) {
            half = Math.max(half, unpaired(entry.getKey()));
        }
        for (JsonNode child : node) {
            half = Math.max(half, unpaired(child));
        }
        return half;
    }

    private static int unpaired(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int codePoint = text.codePointAt(i);
                if (Character.isBmpCodePoint(codePoint)) {
                    return codePoint;
                }
                i++;
            }
        }
        return NONE;
    }
}
