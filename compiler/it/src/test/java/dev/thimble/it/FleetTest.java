package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.record.Form;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code thimble fleet}: from devices that are enrolled to parameters that they made together. */
class FleetTest {
    private static final int SIZE = 5;
    private static final Parameters START = Parameters.of(100, 200, 300, 400, 500);
    private static final Octets BASE = Octets.sha256((byte) 1);

    @TempDir
    Path folder;

    private Path state;
    private Path updates;
    private List<Octets> devices;

    @BeforeEach
    void begin() throws IOException {
        state = folder.resolve("state");
        updates = Files.createDirectory(folder.resolve("updates"));
        Path start = Files.write(folder.resolve("start.bin"), START.bytes());
        devices = new ArrayList<>();
        JsonNode enrolled =
                Call.succeeding("fleet", "enrol", state, "--count", 3, "--json").document();
        enrolled.path("devices").forEach(device -> devices.add(new Octets(device.asText())));
        assertThat(Call.succeeding("fleet", "begin", state, "--task", taskFile(1), "--parameters", start)
                        .output())
                .isEqualTo("round 1 is open\n");
    }

    private static Task task(long round) {
        return Task.of(BASE, BASE.first(16), SIZE, round, 0, 1000, new Form.Dense(), 10);
    }

    private Path taskFile(long round) throws IOException {
        return Files.writeString(folder.resolve("task-" + round + ".json"), TaskText.print(task(round)));
    }

    /** A device whose first parameter grew by so much. */
    private Path send(int device, long round, int change) throws IOException {
        Parameters after = START.plus(Parameters.of(change, 0, 0, 0, 0));
        UpdateRecord record = UpdateRecord.of(
                devices.get(device),
                new Answer(task(round)).open(START, after, 4, RandomBytes.secure()),
                KeyFile.read(state.resolve("devices.jsonl"))
                        .of(devices.get(device))
                        .orElseThrow());
        return Files.write(updates.resolve("update-" + device + "-" + round), record.bytes());
    }

    @Test
    void devicesAreEnrolledOnce() {
        String id = "00112233445566778899AABBCCDDEEFF";
        Call call = Call.succeeding("fleet", "enrol", state, "--device", id);
        assertThat(call.output())
                .startsWith("device  00112233445566778899aabbccddeeff\n4 devices are enrolled; their keys are in ");
        Call again = Call.thimble("fleet", "enrol", state, "--device", id);
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.diagnostics()).singleElement().asString().contains("THM-1013");
        assertThat(Call.thimble("fleet", "enrol", state, "--device", "1").status())
                .isEqualTo(2);
        assertThat(KeyFile.read(state.resolve("devices.jsonl")).count()).isEqualTo(4);
    }

    /** The one that runs as it does by default, on Flink. */
    @Test
    void aRoundMakesNewParameters() throws IOException {
        send(0, 1, 10);
        send(1, 1, 20);
        send(2, 1, 90);
        Files.writeString(updates.resolve("note"), "no record");
        Call call = Call.succeeding("fleet", "aggregate", state, "--updates", updates, "--strategy", "median");
        assertThat(call.output())
                .startsWith("accepted      3\n"
                        + "refused       1  FORMAT     The bytes are no update record of this form.\n"
                        + "round 1 is closed by median\n"
                        + "parameters  " + state);
        Path parameters = state.resolve("rounds/0000000001/parameters.bin");
        assertThat(Parameters.read(Files.readAllBytes(parameters))).isEqualTo(Parameters.of(120, 200, 300, 400, 500));
        assertThat(call.output()).endsWith("SHA-256     " + Octets.sha256(Files.readAllBytes(parameters)) + "\n");
        assertThat(Call.thimble("fleet", "aggregate", state, "--updates", updates)
                        .diagnostics())
                .singleElement()
                .asString()
                .contains("THM-1010");
    }

    /** The device was there before the server, and hears of it after. */
    @Test
    void recordsComeByAFolderThatAllShare() throws IOException {
        Path shared = folder.resolve("shared");
        Path keys = state.resolve("devices.jsonl");
        Path record = send(0, 1, 10);
        Call early = Call.thimble("fleet", "send", record, "--keys", keys, "--folder", shared, "--tries", 1);
        assertThat(early.status()).isEqualTo(1);
        assertThat(early.diagnostics()).singleElement().asString().contains("THM-1016");
        assertThat(Call.succeeding("fleet", "serve", state, "--folder", shared, "--until", 1)
                        .output())
                .isEqualTo("round 1 is served\ncounted  " + devices.get(0) + "\n1 counted, 0 refused\n");
        assertThat(Call.succeeding("fleet", "send", record, "--keys", keys, "--folder", shared)
                        .output())
                .isEqualTo("counted  " + record + "\n");
        assertThat(Call.succeeding("fleet", "aggregate", state, "--engine", "plain")
                        .output())
                .startsWith("accepted      1\nround 1 is");
        assertThat(Call.thimble("fleet", "serve", state, "--folder", shared).diagnostics())
                .singleElement()
                .asString()
                .contains("THM-1010");
    }

    @Test
    void oneWayIsChosenAndWhollyDescribed() throws IOException {
        Path record = send(0, 1, 10);
        Call none = Call.thimble("fleet", "serve", state);
        assertThat(none.status()).isEqualTo(2);
        Call half = Call.thimble("fleet", "send", record, "--keys", state.resolve("devices.jsonl"), "--mqtt", "host:1");
        assertThat(half.status()).isEqualTo(2);
        assertThat(half.diagnostics()).singleElement().asString().contains("--ca");
        Path other = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        Call wrong = Call.thimble(
                "fleet", "serve", state, "--mqtt", "host:1", "--ca", other, "--user", "me", "--password-file", other);
        assertThat(wrong.diagnostics()).singleElement().asString().contains("THM-1017");
    }

    @Test
    void theNextRoundGoesOnWithThem() throws IOException {
        send(0, 1, 10);
        Call.succeeding("fleet", "aggregate", state, "--updates", updates, "--engine", "plain");
        Call.succeeding("fleet", "begin", state, "--task", taskFile(2));
        send(1, 2, 20);
        JsonNode document = Call.succeeding(
                        "fleet", "aggregate", state, "--updates", updates, "--engine", "plain", "--json")
                .document();
        assertThat(document.path("round").asInt()).isEqualTo(2);
        assertThat(document.path("accepted").asInt()).isEqualTo(1);
        assertThat(document.path("refused").toString()).isEqualTo("{\"ROUND\":1}");
        Path parameters = Path.of(document.path("parameters").asText());
        assertThat(Parameters.read(Files.readAllBytes(parameters)).value(0)).isEqualTo(130);
    }

    @Test
    void aRecordIsShown() throws IOException {
        Path file = send(0, 1, 10);
        Call call = Call.succeeding("fleet", "inspect", file);
        assertThat(call.output())
                .startsWith(
                        "record    " + Files.size(file) + " bytes\ndevice    " + devices.get(0) + "\nbase      " + BASE)
                .contains(
                        "\nround     1\nexamples  4\nstep      2^0 parameter units\ncontent   5 values, of norm 10.0\n")
                .endsWith("is not checked: --state names the fleet\n");
        assertThat(Call.succeeding("fleet", "inspect", file, "--state", state).output())
                .endsWith("the open round would count it\n");
        JsonNode document = Call.succeeding("fleet", "inspect", file, "--state", state, "--json")
                .document();
        assertThat(document.path("kind").asText()).isEqualTo("dense");
        assertThat(document.path("accepted").asBoolean()).isTrue();
    }

    @Test
    void aRecordThatDoesNotCountIsRefusedForItsReason() throws IOException {
        Path file = send(0, 2, 10);
        Call call = Call.thimble("fleet", "inspect", file, "--state", state, "--json");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.document().path("reason").path("name").asText()).isEqualTo("ROUND");
        assertThat(call.diagnostics())
                .containsExactly(
                        "error[THM-1001]: the record is refused with reason 6, ROUND: it is of another round than"
                                + " the one that is open (" + file + ")");
        Path none = Files.writeString(folder.resolve("none"), "no record");
        assertThat(Call.thimble("fleet", "inspect", none).diagnostics())
                .singleElement()
                .asString()
                .contains("reason 1, FORMAT");
    }

    @Test
    void anotherWordIsNoStrategy() {
        Call call = Call.thimble("fleet", "aggregate", state, "--updates", updates, "--strategy", "mode");
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.diagnostics()).singleElement().asString().contains("THM-1004");
        assertThat(Call.thimble("fleet").status()).isEqualTo(2);
    }
}
