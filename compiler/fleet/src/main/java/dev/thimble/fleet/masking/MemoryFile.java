package dev.thimble.fleet.masking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.client.HashStream;
import dev.thimble.fleet.record.Letter;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Step;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.update.key.DurableFile;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a device keeps of a masked round, in a file that only its owner reads: one JSON object, whole after whatever happens.
 *
 * @param path where it is
 */
public record MemoryFile(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What is kept; nothing where there is no file.
     *
     * @throws ThimbleException where the file holds something else
     */
    public Optional<Memory> read() {
        return Files.exists(path) ? Optional.of(parsed()) : Optional.empty();
    }

    private Memory parsed() {
        try {
            return memory(JSON.readTree(InputFile.read(path, InputFile.MOST)));
        } catch (IOException | Refused | IllegalArgumentException e) {
            throw new ThimbleException(FleetProblem.CREDENTIALS_INVALID.at("", path, "memory of a masked round"), e);
        }
    }

    private static Memory memory(JsonNode node) throws Refused, JsonProcessingException {
        Map<Step, Letter> heard = new EnumMap<>(Step.class);
        for (JsonNode one : node.path("heard")) {
            Letter letter = Letter.parse(new Octets(one.asText()).bytes());
            heard.put(letter.step(), letter);
        }
        Octets seed = new Octets(node.path("seed").asText());
        if (seed.count() != HashStream.SEED_BYTES) {
            throw new IllegalArgumentException("a seed of " + seed.count() + " bytes");
        }
        return new Memory(
                TaskText.parse(JSON.writeValueAsString(node.path("task"))),
                seed,
                heard,
                octets(node, "record"),
                octets(node, "settled"));
    }

    private static Optional<Octets> octets(JsonNode node, String name) {
        return node.hasNonNull(name) ? Optional.of(new Octets(node.path(name).asText())) : Optional.empty();
    }

    /**
     * Replaces what is kept. When this returns, it is on the disk.
     *
     * @throws ThimbleException where it cannot be written
     */
    public void write(Memory memory) {
        try {
            DurableFile.write(
                    path.toAbsolutePath(), (document(memory) + "\n").getBytes(StandardCharsets.US_ASCII), step -> {});
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", path, e.toString()), e);
        }
    }

    private static ObjectNode document(Memory memory) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.set("task", JSON.readTree(TaskText.print(memory.task())));
        node.put("seed", memory.seed().hex());
        ArrayNode heard = node.putArray("heard");
        memory.heard()
                .values()
                .forEach(letter -> heard.add(Octets.of(letter.bytes()).hex()));
        memory.record().ifPresent(record -> node.put("record", record.hex()));
        memory.settled().ifPresent(message -> node.put("settled", message.hex()));
        return node;
    }
}
