package dev.thimble.fleet.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.update.key.DurableFile;
import dev.thimble.update.wire.InputFile;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keys of devices in a file that only its owner reads: a line {"device": …, "key": …} for each, in hexadecimal digits.
 * Whoever has it can send in the name of every device.
 */
public final class KeyFile implements DeviceKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ENTRIES = 2;

    private final Map<Octets, DeviceKey> keys;

    private KeyFile(Map<Octets, DeviceKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads a file; where there is none, no device is enrolled.
     *
     * @throws ThimbleException where a line is of another form, or names a device again
     */
    public static KeyFile read(Path file) {
        Map<Octets, DeviceKey> keys = new LinkedHashMap<>();
        if (Files.exists(file)) {
            String text = new String(InputFile.read(file, Integer.MAX_VALUE - Byte.SIZE), StandardCharsets.UTF_8);
            int number = 0;
            for (String line : (Iterable<String>) text.lines()::iterator) {
                number++;
                readLine(line, new Place(file, number), keys);
            }
        }
        return new KeyFile(keys);
    }

    private record Place(Path file, int line) {
        void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new ThimbleException(FleetProblem.DEVICE_INVALID.at(file.toString(), line, otherwise));
            }
        }

        Octets octets(JsonNode value, int count) {
            String digits = value.asText();
            require(digits.matches("([0-9a-f]{2}){" + count + "}"), count + " bytes in hexadecimal digits are missing");
            return new Octets(digits);
        }
    }

    private static void readLine(String line, Place place, Map<Octets, DeviceKey> keys) {
        try {
            JsonNode node = JSON.readTree(line);
            place.require(node.size() == ENTRIES, "it has other keys than device and key");
            Octets device = place.octets(node.path("device"), UpdateRecord.DEVICE_BYTES);
            DeviceKey key =
                    DeviceKey.of(place.octets(node.path("key"), DeviceKey.BYTES).bytes());
            place.require(keys.putIfAbsent(device, key) == null, "the device " + device + " has a line already");
        } catch (JsonProcessingException e) {
            place.require(false, "it is no JSON");
        }
    }

    @Override
    public Optional<DeviceKey> of(Octets device) {
        return Optional.ofNullable(keys.get(device));
    }

    /** Which devices are enrolled, in the order of their lines. */
    public List<Octets> devices() {
        return List.copyOf(keys.keySet());
    }

    /** How many devices are enrolled. */
    public int count() {
        return keys.size();
    }

    /**
     * The same and some devices more.
     *
     * @param made makes a key for each
     * @throws ThimbleException where one is enrolled already, or is there twice
     */
    public KeyFile with(List<Octets> devices, Supplier<DeviceKey> made) {
        Map<Octets, DeviceKey> more = new LinkedHashMap<>(keys);
        for (Octets device : devices) {
            if (more.putIfAbsent(device, made.get()) != null) {
                throw new ThimbleException(FleetProblem.DEVICE_EXISTS.at("", device));
            }
        }
        return new KeyFile(more);
    }

    /** Replaces a file by this. */
    public void write(Path file) {
        StringBuilder text = new StringBuilder();
        keys.forEach((device, key) -> text.append(line(device, key)).append('\n'));
        try {
            DurableFile.write(file.toAbsolutePath(), text.toString().getBytes(StandardCharsets.US_ASCII), step -> {});
        } catch (IOException e) {
            throw new ThimbleException(FleetProblem.FILE_UNWRITABLE.at("", file, e.toString()), e);
        }
    }

    /** What a device has to be told of itself. */
    public static String line(Octets device, DeviceKey key) {
        return JSON.createObjectNode()
                .put("device", device.hex())
                .put("key", Octets.of(key.bytes()).hex())
                .toString();
    }
}
