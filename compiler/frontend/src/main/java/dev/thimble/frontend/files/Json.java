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
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Reads a JSON object from a file of the user's, wary of what it may hold: nothing nested deeply, no key twice, nothing
 * behind the end, and no unpaired surrogate in any key or string, for such a half is no character and no two programs
 * agree on what becomes of it.
 */
public final class Json {
    private static final int DEEPEST = 64;
    private static final int SHOWN = 120;

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
        OptionalInt half = unpaired(root);
        if (half.isPresent()) {
            String shown = String.format(Locale.ROOT, "\\u%04x", half.getAsInt());
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

    /** The first unpaired surrogate of all keys and strings. */
    private static OptionalInt unpaired(JsonNode node) {
        if (node.isTextual()) {
            return unpaired(node.textValue());
        }
        IntStream ofKeys = StreamSupport.stream(node.properties().spliterator(), false)
                .flatMapToInt(entry -> unpaired(entry.getKey()).stream());
        IntStream ofChildren =
                StreamSupport.stream(node.spliterator(), false).flatMapToInt(child -> unpaired(child).stream());
        return IntStream.concat(ofKeys, ofChildren).findFirst();
    }

    private static OptionalInt unpaired(String text) {
        return text.codePoints()
                .filter(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                .findFirst();
    }
}
