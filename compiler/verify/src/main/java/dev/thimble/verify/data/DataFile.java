package dev.thimble.verify.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Data files of both kinds, told apart line by line: a line that starts with <code>{</code> is a JSON object with
 * {@code text} or {@code input_ids} and perhaps {@code label} and {@code logits}; any other is {@code label<TAB>text}.
 * Blank lines are passed over.
 */
public final class DataFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DataFile() {}

    /** The examples of a file, at least one. */
    public static List<Example> read(Path file) {
        List<Example> examples = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                examples.add(example(file, i + 1, lines.get(i)));
            }
        }
        if (examples.isEmpty()) {
            throw new ThimbleException(InputProblem.DATA_EMPTY.at("", file));
        }
        return examples;
    }

    private static List<String> lines(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            // not String.lines(): a lone carriage return is part of a text
            return List.of(text.split("\r?\n", -1));
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", file, e.toString()), e);
        }
    }

    private static Example example(Path file, int number, String line) {
        if (line.startsWith("{")) {
            return fromJson(file, number, line);
        }
        int tab = line.indexOf('\t');
        if (tab < 0) {
            throw invalid(file, number, "it has no tab");
        }
        return new Example(
                Optional.of(line.substring(tab + 1)), List.of(), Optional.of(line.substring(0, tab)), List.of());
    }

    private static Example fromJson(Path file, int number, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            List<Integer> ids = new ArrayList<>();
            for (JsonNode id : node.path("input_ids")) {
                if (!id.isInt()) {
                    throw invalid(file, number, "input_ids holds " + id);
                }
                ids.add(id.intValue());
            }
            if (!node.path("text").isTextual() && ids.isEmpty()) {
                throw invalid(file, number, "it has neither text nor input_ids");
            }
            List<Double> logits = new ArrayList<>();
            node.path("logits").forEach(logit -> logits.add(logit.doubleValue()));
            return new Example(string(node, "text"), ids, string(node, "label"), logits);
        } catch (JsonProcessingException e) {
            throw invalid(file, number, e.getOriginalMessage());
        }
    }

    private static Optional<String> string(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static ThimbleException invalid(Path file, int number, String why) {
        return new ThimbleException(InputProblem.LINE_INVALID.at(file.toString(), number, why));
    }
}
