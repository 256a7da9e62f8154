package dev.thimble.cli.fleet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.Shown;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.update.wire.Octets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thimble fleet enrol}: gives devices ids and keys. */
@Command(name = "enrol", mixinStandardHelpOptions = true, description = "Gives devices ids and keys.")
public final class EnrolCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;

    @Parameters(paramLabel = "STATE", description = "the folder of the fleet; made where there is none")
    private Path folder;

    @Option(names = "--count", paramLabel = "N", description = "how many devices get a new id; 1 without --device")
    private int count = -1;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "a device that has an id, of 32 hexadecimal digits; may be given again")
    private List<String> devices = List.of();

    @Option(names = "--json", description = "one JSON document; it has no keys")
    private boolean json;

    @Override
    public Integer call() {
        SecureRandom random = new SecureRandom();
        List<Octets> ids =
                new ArrayList<>(devices.stream().map(EnrolCommand::id).toList());
        IntStream.range(0, fresh()).forEach(i -> ids.add(bytes(random, UpdateRecord.DEVICE_BYTES)));
        FleetState state = StateFolder.at(folder);
        int enrolled = state.enrol(
                ids, () -> DeviceKey.of(bytes(random, DeviceKey.BYTES).bytes()));
        if (json) {
            System.out.println(document(ids, enrolled));
        } else {
            ids.forEach(id -> System.out.println("device  " + id));
            System.out.printf(
                    Locale.ROOT,
                    "%,d devices are enrolled; their keys are in %s (keep it secret)%n",
                    enrolled,
                    Shown.line(state.keys().toString()));
        }
        return 0;
    }

    private int fresh() {
        int fresh = count >= 0 ? count : devices.isEmpty() ? 1 : 0;
        if (fresh > MOST) {
            throw new ThimbleException(InputProblem.USAGE.at("--count", "at most " + MOST + " devices at once"));
        }
        return fresh;
    }

    /** The id of a device as people write it. */
    static Octets id(String word) {
        String digits = word.toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{" + 2 * UpdateRecord.DEVICE_BYTES + "}")) {
            throw new ThimbleException(InputProblem.USAGE.at("--device", "an id has 32 hexadecimal digits"));
        }
        return new Octets(digits);
    }

    private static Octets bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Octets.of(bytes);
    }

    private static ObjectNode document(List<Octets> ids, int enrolled) {
        ObjectNode node = new ObjectMapper().createObjectNode().put("enrolled", enrolled);
        ArrayNode list = node.putArray("devices");
        ids.forEach(id -> list.add(id.hex()));
        return node;
    }
}
