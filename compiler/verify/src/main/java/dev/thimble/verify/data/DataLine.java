package dev.thimble.verify.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One line of a data file on its way to an {@link Example}; what it says and is not understood is refused by name.
 *
 * @param file the file, for diagnostics
 * @param number the line's, from 1
 */
record DataLine(Path file, int number) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String TEXT = "text";
    private static final String IDS = "input_ids";
    private static final String LABEL = "label";
    private static final String LOGITS = "logits";
    private static final Set<String> KNOWN = Set.of(TEXT, IDS, LABEL, LOGITS);
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** The example of a line's bytes, without its end; empty for a blank line. */
    Optional<Example> example(byte[] bytes) {
        String line = decoded(bytes);
        if (line.indexOf('\0') >= 0) {
            throw unusable("it holds the character NUL, as text in UTF-16 does; save the file as UTF-8");
        }
        if (!line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
            if (number > 1) {
                throw unusable("it begins with a byte order mark, as the first line of another file may");
            }
            line = line.substring(1);
        }
        return line.isBlank() ? Optional.empty() : Optional.of(checked(parsed(line)));
    }

    private Example parsed(String line) {
        if (line.stripLeading().startsWith("{")) {
            return fromJson(line);
        }
        int tab = line.indexOf('\t');
        if (tab < 0) {
            throw new ThimbleException(InputProblem.LINE_INVALID.at(file.toString(), number, "it has no tab"));
        }
        return Example.labelled(number, line.substring(0, tab), line.substring(tab + 1));
    }

    private String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unusable("it is not UTF-8");
        }
    }

    private Example checked(Example example) {
        example.text().ifPresent(this::checkText);
        return example;
    }

    private void checkText(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > DataFile.LONGEST_TEXT) {
            throw unusable("its text has " + bytes + " bytes, and the longest may have " + DataFile.LONGEST_TEXT);
        }
    }

    private Example fromJson(String line) {
        JsonNode node = node(line);
        node.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                throw unusable(
                        "the key \"" + key + "\" is not supported yet; known are text, input_ids, label, logits");
            }
        });
        if (!node.has(TEXT) && !node.has(IDS)) {
            throw unusable("it has neither text nor input_ids");
        }
        boolean byIndex = node.path(LABEL).isNumber();
        return new Example(
                number,
                string(node, TEXT),
                ids(node),
                byIndex ? Optional.empty() : string(node, LABEL),
                byIndex ? OptionalInt.of(whole(node.path(LABEL), LABEL)) : OptionalInt.empty(),
                logits(node));
    }

    private JsonNode node(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new ThimbleException(
                    InputProblem.LINE_INVALID.at(
                            file.toString(),
                            number,
                            e.getOriginalMessage().lines().findFirst().orElse("")),
                    e);
        }
    }

    private Optional<String> string(JsonNode node, String key) {
        if (!node.has(key)) {
            return Optional.empty();
        }
        if (!node.path(key).isTextual()) {
            throw unusable(key + " is " + shown(node.path(key)) + " and no string");
        }
        String text = node.path(key).textValue();
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw unusable(key + " holds half of a surrogate pair, which is no character");
        }
        return Optional.of(text);
    }

    private List<Integer> ids(JsonNode node) {
        List<Integer> ids = new ArrayList<>();
        if (node.has(IDS) && (!node.path(IDS).isArray() || node.path(IDS).isEmpty())) {
            throw unusable("input_ids is " + shown(node.path(IDS)) + " and no list of ids");
        }
        node.path(IDS).forEach(id -> ids.add(whole(id, IDS)));
        return ids;
    }

    private int whole(JsonNode number, String key) {
        if (!number.isInt()) {
            throw unusable(key + " holds " + shown(number) + ", which is no whole number of 32 bits");
        }
        return number.intValue();
    }

    private List<Double> logits(JsonNode node) {
        List<Double> logits = new ArrayList<>();
        if (node.has(LOGITS) && !node.path(LOGITS).isArray()) {
            throw unusable("logits is " + shown(node.path(LOGITS)) + " and no list of numbers");
        }
        for (JsonNode logit : node.path(LOGITS)) {
            if (!logit.isNumber() || !Double.isFinite(logit.doubleValue())) {
                throw unusable("logits holds " + shown(logit) + ", which is no finite number");
            }
            logits.add(logit.doubleValue());
        }
        return logits;
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private ThimbleException unusable(String why) {
        return new ThimbleException(InputProblem.LINE_UNUSABLE.at(file.toString(), number, why));
    }
}
