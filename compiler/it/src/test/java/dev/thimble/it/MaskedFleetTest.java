package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A masked round by commands alone: the server sees no update, and one device drops out. */
class MaskedFleetTest {
    private static final int DEVICES = 5;
    private static final Parameters START = Parameters.of(100, 200);
    private static final Octets BASE = Octets.sha256((byte) 1);

    @TempDir
    Path folder;

    private Path state;
    private Path start;
    private final List<String> devices = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        state = folder.resolve("state");
        start = Files.write(folder.resolve("start.bin"), START.bytes());
        JsonNode enrolled = Call.succeeding("fleet", "enrol", state, "--count", DEVICES, "--json")
                .document();
        enrolled.path("devices").forEach(device -> devices.add(device.asText()));
        Task task = Task.of(BASE, BASE.first(16), START.size(), 1, 0, 1000, new Form.Masked(), 10);
        Path file = Files.writeString(folder.resolve("task.json"), TaskText.print(task));
        Call.succeeding("fleet", "begin", state, "--task", file, "--parameters", start);
        for (int device = 0; device < DEVICES; device++) {
            Parameters after = START.plus(Parameters.of(10 * device, 7));
            Files.write(folder.resolve("after-" + device), after.bytes());
        }
    }

    /** One step of a device, which counts 1 + device examples. */
    private Call step(int device) {
        return Call.thimble(
                "fleet",
                "join",
                "--device",
                devices.get(device),
                "--keys",
                state.resolve("devices.jsonl"),
                "--memory",
                folder.resolve("memory-" + device),
                "--before",
                start,
                "--after",
                folder.resolve("after-" + device),
                "--examples",
                1 + device,
                "--folder",
                folder,
                "--steps",
                1);
    }

    private void steps(String said, int count) {
        for (int device = 0; device < count; device++) {
            assertThat(step(device).output()).isEqualTo("counted  round 1  " + said + "\n");
        }
    }

    @Test
    void aRoundEndsWithTheMeanOfThoseWhoAnswered() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Future<Call> serving = one.submit(
                    () -> new Child(Map.of(), List.of()).thimble("fleet", "serve", state, "--folder", folder));
            steps("advertisement", DEVICES);
            steps("shares", DEVICES);
            steps("masked record", DEVICES - 1);
            assertThat(aggregate().output()).isEqualTo("waiting for disclosures of 4 devices; 4 are needed\n");
            Call late = step(DEVICES - 1);
            assertThat(late.status()).isEqualTo(1);
            assertThat(late.output()).isEqualTo("refused  round 1  masked record  COHORT\n");
            Call early = aggregate();
            assertThat(early.status()).isEqualTo(1);
            assertThat(early.diagnostics()).singleElement().asString().contains("THM-1060");
            steps("disclosure", DEVICES - 1);
            assertThat(serving.get().output())
                    .contains("advertisements of 5 devices, of 5\n", "disclosures of 4 devices, of 4\n");
        } finally {
            one.shutdownNow();
        }
        assertThat(aggregate().output()).startsWith("accepted      4\nround 1 is closed by secure\nparameters  ");
        // (0 + 2 * 10 + 3 * 20 + 4 * 30) / 10
        Path parameters = state.resolve("rounds/0000000001/parameters.bin");
        assertThat(Parameters.read(Files.readAllBytes(parameters))).isEqualTo(Parameters.of(120, 207));
    }

    private Call aggregate() {
        return Call.thimble("fleet", "aggregate", state, "--strategy", "secure", "--engine", "plain");
    }

    @Test
    void whatIsOfAnotherKindIsRefused() {
        Call updates = Call.thimble("fleet", "aggregate", state, "--strategy", "secure", "--updates", folder);
        assertThat(updates.status()).isEqualTo(2);
        assertThat(Call.thimble("fleet", "aggregate", state, "--strategy", "median")
                        .diagnostics())
                .singleElement()
                .asString()
                .contains("THM-1005");
        assertThat(Call.succeeding("fleet", "abandon", state).output()).isEqualTo("round 1 is given up\n");
        assertThat(Call.thimble("fleet", "abandon", state).diagnostics())
                .singleElement()
                .asString()
                .contains("THM-1010");
    }
}
