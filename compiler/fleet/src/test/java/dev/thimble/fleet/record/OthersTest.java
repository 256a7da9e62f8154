package dev.thimble.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fleet.TestFleet;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records are read and their codes checked by libraries of others, in Python: cbor2 and pycose. {@code
 * -Dthimble.python=FILE} names a Python that has them.
 */
@EnabledIfSystemProperty(named = "thimble.full", matches = "true")
class OthersTest {
    private static final String PYTHON = System.getProperty("thimble.python", "python3");

    @TempDir
    Path folder;

    private Path script;

    @BeforeEach
    void requireLibraries() throws IOException {
        script = folder.resolve("read_record.py");
        try (InputStream source =
                Objects.requireNonNull(OthersTest.class.getResourceAsStream("/others/read_record.py"))) {
            Files.write(script, source.readAllBytes());
        }
        assertThat(run("-c", "import cbor2, pycose; print('all here')"))
                .as("install them: %s -m pip install cbor2 pycose", PYTHON)
                .isEqualTo("all here\n");
    }

    private static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String read(byte[] record, DeviceKey key) throws IOException {
        Path file = Files.write(folder.resolve("record"), record);
        return run(script.toString(), file.toString(), Octets.of(key.bytes()).hex());
    }

    @Test
    void recordsOfEveryFormAreReadAndVerified() throws IOException {
        for (Form form : List.of(new Form.Dense(), new Form.Sparse(90), new Form.Masked())) {
            Task task = TestFleet.task(903, 5, form);
            Content content = TestFleet.content(task, new Random(1));
            UpdateRecord record = TestFleet.record(3, TestFleet.update(task, 300, content));
            assertThat(read(record.bytes(), TestFleet.key(record.device())))
                    .isEqualTo(
                            "{\"device\": \"" + record.device() + "\", \"round\": 7, \"examples\": 300, \"values\": \""
                                    + Octets.of(content.bytes()) + "\", \"canonical\": true, \"authentic\": true}\n");
        }
    }

    @Test
    void anotherKeyVerifiesNothingThereEither() throws IOException {
        Task task = TestFleet.task(20, 5, new Form.Dense());
        UpdateRecord record = TestFleet.record(3, TestFleet.update(task, 1, TestFleet.content(task, new Random(1))));
        assertThat(read(record.bytes(), TestFleet.key(TestFleet.device(4)))).endsWith("\"authentic\": false}\n");
    }
}
