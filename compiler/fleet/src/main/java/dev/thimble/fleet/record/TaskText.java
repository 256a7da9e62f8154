package dev.thimble.fleet.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.update.wire.Octets;
import java.util.Optional;
import java.util.Set;

/** Tasks as one JSON object; docs/fleet.md has its keys. */
public final class TaskText {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> KEYS = Set.of(
            "base", "part", "parameters", "round", "shift", "clip", "form", "kept", "examples", "noise", "training");

    private static final Set<String> TRAINING_KEYS = Set.of("rate", "momentum", "decay", "replayed", "epochs");

    private TaskText() {}

    /** A task as text, always the same for the same one. */
    public static String print(Task task) {
        ObjectNode node = JSON.createObjectNode()
                .put("base", task.base().hex())
                .put("part", task.part().hex())
                .put("parameters", task.parameters())
                .put("round", task.round())
                .put("shift", task.shift())
                .put("clip", task.clip())
                .put("form", task.form().kind().word());
        if (task.form() instanceof Form.Sparse sparse) {
            node.put("kept", sparse.kept());
        }
        node.put("examples", task.examples());
        task.noise()
                .ifPresent(
                        noise -> node.putArray("noise").add(noise.numerator()).add(noise.denominator()));
        node.putObject("training")
                .put("rate", task.training().rate())
                .put("momentum", task.training().momentum())
                .put("decay", task.training().decay())
                .put("replayed", task.training().replayed())
                .put("epochs", task.training().epochs());
        return node + "\n";
    }

    /**
     * Reads a task.
     *
     * @throws ThimbleException where the text is none
     */
    public static Task parse(String text) {
        return task(object(text));
    }

    /**
     * Reads what a task says otherwise than this one.
     *
     * @throws ThimbleException where the text is no part of a task, or where it is of another round, image or part
     */
    public static Task parse(String text, Task otherwise) {
        ObjectNode all = object(print(otherwise));
        object(text).properties().forEach(said -> {
            if (said.getValue() instanceof ObjectNode inner && all.path(said.getKey()) instanceof ObjectNode known) {
                known.setAll(inner);
            } else {
                all.set(said.getKey(), said.getValue());
            }
        });
        Task task = task(all);
        require(task.base().equals(otherwise.base()), "base is not the image that devices have");
        require(task.part().equals(otherwise.part()), "part is not the one that they train");
        require(task.parameters() == otherwise.parameters(), "there are " + otherwise.parameters() + " parameters");
        require(task.round() == otherwise.round(), "its round is not " + otherwise.round());
        return task;
    }

    private static ObjectNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            require(node.isObject(), "it is no JSON object");
            node.fieldNames().forEachRemaining(key -> require(KEYS.contains(key), "the key " + key + " is not known"));
            return (ObjectNode) node;
        } catch (JsonProcessingException e) {
            throw new ThimbleException(FleetProblem.TASK_INVALID.at("", "it is no JSON object"), e);
        }
    }

    private static Task task(JsonNode node) {
        return new Task(
                octets(node, "base"),
                octets(node, "part"),
                number(node, "parameters"),
                whole("round", node.path("round")),
                number(node, "shift"),
                number(node, "clip"),
                form(node),
                number(node, "examples"),
                noise(node.path("noise")),
                training(node.path("training")));
    }

    private static Octets octets(JsonNode node, String key) {
        String digits = node.path(key).asText();
        require(digits.matches("[0-9a-f]{2,64}") && digits.length() % 2 == 0, key + " is no digest");
        return new Octets(digits);
    }

    private static int number(JsonNode node, String key) {
        long value = whole(key, node.path(key));
        require(value == (int) value, key + " is " + value);
        return (int) value;
    }

    private static long whole(String key, JsonNode value) {
        require(value.isIntegralNumber() && value.canConvertToLong(), key + " is no whole number");
        return value.longValue();
    }

    private static Form form(JsonNode node) {
        String word = node.path("form").asText();
        require(node.has("kept") == "sparse".equals(word), "kept belongs to the form sparse");
        return switch (word) {
            case "dense" -> new Form.Dense();
            case "sparse" -> new Form.Sparse(number(node, "kept"));
            case "masked" -> new Form.Masked();
            default ->
                throw new ThimbleException(
                        FleetProblem.TASK_INVALID.at("", "form is neither dense, sparse nor masked"));
        };
    }

    private static Optional<Noise> noise(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        require(node.isArray() && node.size() == 2, "noise is no fraction of two numbers");
        return Optional.of(new Noise(part(node.get(0)), part(node.get(1))));
    }

    private static int part(JsonNode node) {
        long value = whole("noise", node);
        return (int) Math.min(Math.max(value, 0), Integer.MAX_VALUE);
    }

    private static Task.Training training(JsonNode node) {
        require(node.isObject(), "training is no object");
        node.fieldNames()
                .forEachRemaining(
                        key -> require(TRAINING_KEYS.contains(key), "the key training." + key + " is not known"));
        return new Task.Training(
                number(node, "rate"),
                number(node, "momentum"),
                number(node, "decay"),
                number(node, "replayed"),
                number(node, "epochs"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ThimbleException(FleetProblem.TASK_INVALID.at("", otherwise));
        }
    }
}
