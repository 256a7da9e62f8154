package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A folder whose readers disagree: every command that reads it, and what a package remembers of the choice. */
class ReadingTest {
    @TempDir
    Path folder;

    /** The shipped model, whose class is told to keep the case that its tokenizer.json lowers. */
    private Path ambiguous() throws IOException {
        Path model = new BrokenModel(folder.resolve("model")).folder();
        Files.writeString(
                model.resolve("tokenizer_config.json"),
                "{\"tokenizer_class\": \"BertTokenizer\", \"do_lower_case\": false}");
        return model;
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of((Object) new String[] {"inspect", "MODEL"}),
                Arguments.of((Object) new String[] {"boards", "--fits", "MODEL"}),
                Arguments.of((Object) new String[] {"compile", "MODEL", "--stop-after", "read"}));
    }

    private Call call(String[] command, Path model, String... more) {
        Object[] words = Stream.concat(Stream.of(command), Stream.of(more))
                .map(word -> word.equals("MODEL") ? model : word)
                .toArray();
        return Call.thimble(words);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aFolderWithTwoReadingsIsRefusedUntilOneIsChosen(String[] command) throws IOException {
        Path model = ambiguous();
        Call refused = call(command, model);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.errors()).contains("error[THM-0213]").contains("--tokenizer-reading");
        for (String reading : new String[] {"file", "class"}) {
            Call accepted = call(command, model, "--tokenizer-reading", reading);
            assertThat(accepted.status()).as(accepted.toString()).isEqualTo(0);
        }
    }

    @Test
    void aReadingThatIsNoneIsAWrongCall() {
        assertThat(Call.thimble("inspect", Checkout.MODEL, "--tokenizer-reading", "both")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void aPackageRemembersWhichReadingWasChosen() throws IOException {
        Path model = ambiguous();
        Path sentences = Shipped.tenSentences(folder);
        for (String reading : new String[] {"file", "class"}) {
            Path out = folder.resolve(reading);
            Call compiled = Call.thimble(
                    "compile",
                    model,
                    "-o",
                    out,
                    "--calibration",
                    sentences,
                    "--tokenizer-reading",
                    reading,
                    "--name",
                    "m");
            assertThat(compiled.status()).as(compiled.toString()).isEqualTo(0);
        }
        String lower = ids("file", "play some jazz");
        assertThat(ids("file", "PLAY Some Jazz")).isEqualTo(lower);
        assertThat(ids("class", "play some jazz")).isEqualTo(lower);
        assertThat(ids("class", "PLAY Some Jazz")).isNotEqualTo(lower);
    }

    private String ids(String out, String text) {
        Call run = Call.succeeding("run", folder.resolve(out), "--text", text, "--target", "reference", "--json");
        return run.objects().get(0).get("input_ids").toString();
    }

    @Test
    void inspectRefusesATokenizerThatCompileRefuses() throws IOException {
        Path model = new BrokenModel(folder.resolve("model")).folder();
        Path file = model.resolve("tokenizer.json");
        String json = Files.readString(file);
        Files.writeString(file, json.replace("[MASK]", "<\uFFFD>"));
        Call inspected = Call.thimble("inspect", model);
        Call compiled = Call.thimble("compile", model, "--stop-after", "plan");
        assertThat(error(inspected)).isEqualTo(error(compiled));
    }

    private static String error(Call call) {
        assertThat(call.status()).as(call.toString()).isEqualTo(1);
        return call.errors()
                .lines()
                .filter(line -> line.startsWith("error["))
                .findFirst()
                .orElseThrow();
    }
}
