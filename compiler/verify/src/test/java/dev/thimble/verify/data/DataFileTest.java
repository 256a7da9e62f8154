package dev.thimble.verify.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line says counts, or the line is refused by its number. */
class DataFileTest {
    private static final String GOOD = "PlayMusic\tplay jazz\n";

    @TempDir
    Path folder;

    private List<Example> read(byte[] content) {
        try {
            return DataFile.read(Files.write(folder.resolve("data"), content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Example> read(String content) {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> text(List<Example> examples, int at) {
        return examples.get(at).text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": \"a\", \"text_pair\": \"b\"}",
                "{\"input_ids\": [1], \"token_type_ids\": [0]}",
                "{\"input_ids\": [1], \"attention_mask\": [1]}",
                "{\"text\": \"a\", \"labels\": [1]}",
                "{\"text\": \"a\", \"Label\": \"x\"}",
                "{\"words\": [\"a\"], \"tags\": [\"O\"]}",
                "{\"text\": \"a\", \"\": 1}",
                "{\"text\": \"a\"} {\"text\": \"b\"}",
                "{\"text\": \"a\"} trailing",
                "{\"text\": \"a\"},",
                "{\"text\": \"a\", \"text\": \"b\"}",
                "{\"text\": \"a\"",
                "{\"text\": 'a'}",
                "{}",
                "{\"label\": \"x\"}",
                "{\"text\": null}",
                "{\"text\": 1}",
                "{\"text\": [\"a\"]}",
                "{\"text\": \"a\", \"label\": null}",
                "{\"text\": \"a\", \"label\": true}",
                "{\"text\": \"a\", \"label\": 1.5}",
                "{\"text\": \"a\", \"label\": 1e0}",
                "{\"text\": \"a\", \"label\": 99999999999}",
                "{\"text\": \"a\", \"label\": [\"x\"]}",
                "{\"input_ids\": []}",
                "{\"text\": \"a\", \"input_ids\": []}",
                "{\"input_ids\": 1}",
                "{\"input_ids\": [1.5]}",
                "{\"input_ids\": [1e2]}",
                "{\"input_ids\": [true]}",
                "{\"input_ids\": [\"1\"]}",
                "{\"input_ids\": [null]}",
                "{\"input_ids\": [4294967297]}",
                "{\"input_ids\": [[1]]}",
                "{\"input_ids\": {\"0\": 1}}",
                "{\"text\": \"a\", \"logits\": [NaN]}",
                "{\"text\": \"a\", \"logits\": [1e999]}",
                "{\"text\": \"a\", \"logits\": [\"1\"]}",
                "{\"text\": \"a\", \"logits\": 1}",
                "{\"text\": \"\\ud800\"}",
                "{\"text\": \"\\udc00\\ud800\"}",
                "{\"text\": \"a\", \"label\": \"\\udfff\"}",
                "  {\"text\": \"a\", \"text_pair\": \"b\\tc\"}",
                "\uFEFFPlayMusic\tplay jazz",
                "PlayMusic\tplay \0 a",
                "no tab",
                "[1, 2]"
            })
    void aLineThatSaysMoreOrLessThanIsUnderstoodIsRefusedByItsNumber(String line) {
        assertThatThrownBy(() -> read(GOOD + "\n" + line + "\n" + GOOD))
                .isInstanceOf(ThimbleException.class)
                .hasMessageMatching("(?s)error\\[THM-08(05|18)]: line 3 .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text_pair", "token_type_ids", "attention_mask", "words", "tags", "labels", "idx", "sentence"})
    void aKeyThatIsNotSupportedIsNamed(String key) {
        assertThatThrownBy(() -> read("{\"text\": \"a\", \"" + key + "\": 1}"))
                .hasMessageContaining("the key \"" + key + "\" is not supported yet");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        for (String bytes : List.of("ÿþ café", "é", "\u00C0\u0080", "\u00ED\u00A0\u0080", "\u00F5\u0080\u0080\u0080")) {
            byte[] latin = (GOOD + "x\t" + bytes + "\n").getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> read(latin)).hasMessageContaining("line 2 cannot be used: it is not UTF-8");
        }
        assertThatThrownBy(() -> read(GOOD.getBytes(StandardCharsets.UTF_16LE))).hasMessageContaining("NUL");
        assertThatThrownBy(() -> read(GOOD.getBytes(StandardCharsets.UTF_16))).hasMessageContaining("not UTF-8");
    }

    @Test
    void whatIsAllowedIsReadAsItIs() {
        List<String> lines = List.of(
                "\uFEFFa\tone\r",
                "\r",
                " ",
                "b\ttwo\tthree\r",
                "{\"text\": \"x\\u0000\\n\\ud83d\\ude00\", \"label\": 3, \"logits\": [1, -2.5e-3]}",
                "{\"text\": \"y\", \"input_ids\": [5, 6], \"label\": \"c\"}",
                "\tno label\rhere\r");
        List<Example> examples = read(String.join("\n", lines));
        assertThat(text(examples, 0)).contains("one");
        assertThat(examples.get(0).label()).contains("a");
        assertThat(text(examples, 1)).contains("two\tthree");
        assertThat(text(examples, 2)).contains("x\0\n😀");
        assertThat(examples.get(2).index()).hasValue(3);
        assertThat(examples.get(2).label()).isEmpty();
        assertThat(examples.get(2).logits()).containsExactly(1.0, -0.0025);
        assertThat(examples.get(3).ids()).containsExactly(5, 6);
        assertThat(text(examples, 4)).contains("no label\rhere\r");
        assertThat(examples).extracting(Example::line).containsExactly(1, 4, 5, 6, 7);
    }

    @Test
    void anyTextThatJsonCanWriteIsReadBack() throws IOException {
        Random random = new Random(5);
        ObjectMapper json = new ObjectMapper();
        List<String> texts = new ArrayList<>();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(30), 0, random.nextBoolean() ? 0x110000 : 0x3000)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            texts.add(text);
            file.append(json.writeValueAsString(json.createObjectNode().put("text", text)))
                    .append('\n');
        }
        assertThat(read(file.toString()))
                .extracting(example -> example.text().orElseThrow())
                .isEqualTo(texts);
    }

    @Test
    void whatIsTooLongIsRefusedAndAPipeWithoutEndToo() throws Exception {
        String longest = "x\t" + "a".repeat(DataFile.LONGEST_TEXT);
        assertThat(read(longest)).hasSize(1);
        assertThatThrownBy(() -> read(longest + "a"))
                .hasMessageContaining("line 1 cannot be used: its text has 1048577");
        assertThatThrownBy(() -> DataFile.read(Path.of("/dev/zero"))).hasMessageContaining("THM-0818");
        Path data = Files.writeString(folder.resolve("lines"), GOOD.repeat(100));
        assertThatThrownBy(() -> DataFile.read(data, 1000)).hasMessageContaining("THM-0819");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder("sh", "-c", "cat '" + data + "' >'" + pipe + "'").start();
        assertThat(DataFile.read(pipe)).hasSize(100);
        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void aFileWithoutALineIsRefused() {
        for (String nothing : List.of("", "\n", "\uFEFF", "\uFEFF\n\r\n  \n")) {
            assertThatThrownBy(() -> read(nothing)).hasMessageContaining("THM-0806");
        }
    }
}
