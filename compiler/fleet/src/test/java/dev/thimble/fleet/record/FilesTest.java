package dev.thimble.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.fleet.TestFleet;
import dev.thimble.update.wire.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks and keys as people find them in files. */
class FilesTest {
    private static final Task TASK = new Task(
            TestFleet.BASE,
            TestFleet.PART,
            903,
            4,
            12,
            1 << 20,
            new Form.Sparse(90),
            64,
            Optional.of(new Noise(5, 2)),
            new Task.Training(1 << 18, 1 << 23, 16, 3, 2));

    @TempDir
    Path folder;

    @Test
    void aTaskIsReadAsItWasWritten() {
        assertThat(TaskText.parse(TaskText.print(TASK))).isEqualTo(TASK);
        Task masked = TestFleet.task(5, 0, new Form.Masked());
        assertThat(TaskText.parse(TaskText.print(masked))).isEqualTo(masked);
        assertThat(TaskText.print(TASK))
                .endsWith(
                        "\"form\":\"sparse\",\"kept\":90,\"examples\":64,\"noise\":[5,2],"
                                + "\"training\":{\"rate\":262144,\"momentum\":8388608,\"decay\":16,\"replayed\":3,\"epochs\":2}}\n");
    }

    @Test
    void aPartOfATaskSaysWhatIsOtherwise() {
        assertThat(TaskText.parse("{}", TASK)).isEqualTo(TASK);
        assertThat(TaskText.parse(TaskText.print(TASK), TASK)).isEqualTo(TASK);
        Task usual = TaskDefaults.of(TestFleet.BASE, TestFleet.PART, 903, 4);
        Task said = TaskText.parse("{\"shift\":12,\"form\":\"sparse\",\"kept\":90,\"training\":{\"epochs\":3}}", usual);
        assertThat(said.shift()).isEqualTo(12);
        assertThat(said.form()).isEqualTo(new Form.Sparse(90));
        assertThat(said.training().epochs()).isEqualTo(3);
        assertThat(said.training().rate()).isEqualTo(usual.training().rate());
        assertThat(said.clip()).isEqualTo(usual.clip());
        for (String other : List.of("{\"round\":5}", "{\"parameters\":9}", "{\"part\":\"00\"}", "{\"rate\":1}", "[]")) {
            assertThatThrownBy(() -> TaskText.parse(other, usual)).hasMessageContaining("THM-1003");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kept\":90,| |kept belongs to the form sparse",
                "\"sparse\"|\"sprase\"|kept belongs",
                "\"shift\":12|\"shift\":24|shift is 24",
                "\"shift\":12|\"shift\":4294967308|shift is 4294967308",
                "\"shift\":12|\"shift\":1.5|shift is no whole number",
                "\"shift\":12|\"shfit\":12|the key shfit is not known",
                "\"round\":4|\"round\":0|round is 0",
                "[5,2]|[5,0]|noise is 5/0",
                "[5,2]|[5]|noise is no fraction",
                "\"epochs\":2|\"epochs\":\"2\"|epochs is no whole number",
                "{\"base\"|{\"round\":1,\"base\"|no JSON object",
                "{\"base\"|[{\"base\"|no JSON object"
            })
    void aTaskOfAnotherFormIsRefused(String part, String instead, String why) {
        String text =
                TaskText.print(TASK).replace(part, Optional.ofNullable(instead).orElse(""));
        assertThat(text).isNotEqualTo(TaskText.print(TASK));
        assertThatThrownBy(() -> TaskText.parse(text))
                .hasMessageContaining("THM-1003")
                .hasMessageContaining(why);
    }

    @Test
    void keysAreReadAsTheyWereWritten() {
        Path file = folder.resolve("devices.jsonl");
        KeyFile keys = KeyFile.read(file);
        for (int i = 0; i < 3; i++) {
            Octets device = TestFleet.device(i);
            keys = keys.with(List.of(device), () -> TestFleet.key(device));
        }
        keys.write(file);
        KeyFile read = KeyFile.read(file);
        assertThat(read.count()).isEqualTo(3);
        assertThat(read.of(TestFleet.device(2)).orElseThrow().mac())
                .isEqualTo(TestFleet.key(TestFleet.device(2)).mac());
        assertThat(read.of(TestFleet.device(3))).isEmpty();
        assertThatThrownBy(() -> read.with(List.of(TestFleet.device(2)), () -> TestFleet.key(TestFleet.device(2))))
                .hasMessageContaining("THM-1013");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1,2]", "device", "{\"device\":\"00\",\"key\":\"00\"}"})
    void linesThatNameNoDeviceAreRefused(String line) throws IOException {
        String right = KeyFile.line(TestFleet.device(1), TestFleet.key(TestFleet.device(1)));
        Path file = Files.writeString(folder.resolve("devices.jsonl"), right + "\n" + line + "\n");
        assertThatThrownBy(() -> KeyFile.read(file))
                .hasMessageContaining("THM-1002")
                .hasMessageContaining("line 2");
    }

    @Test
    void aDeviceHasOneLine() throws IOException {
        String right = KeyFile.line(TestFleet.device(1), TestFleet.key(TestFleet.device(1)));
        Path file = Files.writeString(folder.resolve("devices.jsonl"), right + "\n" + right + "\n");
        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("has a line already");
    }
}
