package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A package works in a folder of any name: tools, class paths, formats and option strings have signs of their own. */
class OutNamesTest {
    private static final Path MODEL = Checkout.fixture("bert-f32-gelu");
    private static final Path INPUTS = MODEL.resolve("golden.jsonl");
    private static final String SIGNS = ",%:;=@#$&|<>()[]{}*?!'\"`\\~^ -+é音🎵";

    @TempDir
    static Path folder;

    private static JsonNode expected;

    @BeforeAll
    static void compileOnce() {
        expected = answers("tiny", folder.resolve("plain"));
    }

    @AfterAll
    static void theAnswersWereThere() {
        assertThat(expected).isNotEmpty();
    }

    static Stream<String> names() {
        Stream<String> random = IntStream.range(0, 2).mapToObj(seed -> {
            Random chosen = new Random(seed);
            int[] signs = SIGNS.codePoints().toArray();
            return chosen.ints(10, 0, signs.length)
                    .map(at -> signs[at])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        });
        return Stream.concat(
                Stream.of(
                        "a,b%s:c", "-o", "@file", "two words and $HOME", "q'\"\\#", "é音🎵".repeat(20) + "x".repeat(60)),
                random);
    }

    private static JsonNode answers(String model, Path out) {
        Call.succeeding("compile", MODEL, "--name", model, "--calibration", INPUTS, "-o", out);
        Call.succeeding("build", out);
        Call.succeeding("verify", out, "--vectors", INPUTS);
        Call.succeeding("report", out);
        return Call.succeeding("verify", out, "--target", "all", "--json").document();
    }

    /** Each model has a name of its own: the C of one that was compiled before would not be compiled again. */
    @ParameterizedTest
    @MethodSource("names")
    void aPackageWorksInAFolderOfAnyName(String name) {
        String model = "tiny" + Integer.toHexString(name.hashCode());
        assertThat(answers(model, folder.resolve(name))).isEqualTo(expected);
    }

    @Test
    void aNameThatIsTooLongIsRefusedBeforeAnyWork() throws IOException {
        Path parent = Files.createDirectories(folder.resolve("parent"));
        Call call = Call.thimble("compile", MODEL, "-o", parent.resolve("x".repeat(300)));
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.errors().lines().toList()).hasSize(1);
        assertThat(call.errors()).startsWith("error[THM-0802]");
        assertThat(Checkout.files(parent)).isEmpty();
    }

    @Test
    void aPathWithControlCharactersIsRefusedBeforeAnyWork() throws IOException {
        Path parent = Files.createDirectories(folder.resolve("controlled"));
        for (String name : List.of("two\nlines", "a\tb/c", "\u001b[31m")) {
            Call call = Call.thimble("compile", MODEL, "-o", parent.resolve(name));
            assertThat(call.status()).isEqualTo(1);
            assertThat(call.errors().lines()).singleElement().asString().startsWith("error[THM-0802]");
            assertThat(Checkout.files(parent)).isEmpty();
        }
    }

    @Test
    void aTextIsTakenAsItIs() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden");
        Path built = folder.resolve("plain");
        for (String text : List.of("@" + secret, "", "-1", "${sys:user.home}", "\"quoted\"", "a\u001b[31m")) {
            Call call = Call.succeeding("run", built, "--text=" + text, "--json", "--target", "reference");
            assertThat(call.document().path("text").asText()).isEqualTo(text);
            assertThat(call.output()).doesNotContain("\u001b");
            Call apart = Call.succeeding("run", built, "--target", "reference", "--json", "--text", text);
            assertThat(apart.output()).isEqualTo(call.output());
        }
        Call plain = Call.succeeding("run", built, "--text", "a\u001b]0;x\u0007\n\u202e", "--target", "reference");
        assertThat(plain.output()).contains("a\\u001b]0;x\\u0007\\u000a\\u202e").hasLineCount(1);
    }
}
