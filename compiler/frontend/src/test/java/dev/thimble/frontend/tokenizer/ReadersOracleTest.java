package dev.thimble.frontend.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of random folders against what tokenizers, transformers 4 and transformers 5 make of them; the fixture is
 * written by {@code tools/tokenizer/make_readers.py}.
 */
class ReadersOracleTest {
    private static final int LONG = 10_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<JsonNode> LINES = lines();

    @TempDir
    Path temporary;

    private static List<JsonNode> lines() {
        try (var in = ReadersOracleTest.class.getResourceAsStream("/tokenizer/readers.jsonl.gz")) {
            String text = new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            List<JsonNode> lines = new ArrayList<>();
            for (String line : text.lines().toList()) {
                lines.add(MAPPER.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder of the fixture with the ids that each reader gives; none where it ends with an error. */
    private record Case(
            Path folder,
            Optional<List<List<Integer>>> four,
            Optional<List<List<Integer>>> five,
            Optional<List<List<Integer>>> file) {

        Set<List<List<Integer>>> answers() {
            Set<List<List<Integer>>> answers = new HashSet<>();
            Stream.of(four, five, file).forEach(answer -> answer.ifPresent(answers::add));
            return answers;
        }
    }

    private List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int i = 1; i < LINES.size(); i++) {
            JsonNode line = LINES.get(i);
            Path folder = Files.createDirectory(temporary.resolve(Integer.toString(i)));
            for (var file : line.get("files").properties()) {
                Files.writeString(folder.resolve(file.getKey()), content(file.getKey(), file.getValue()));
            }
            cases.add(new Case(folder, ids(line, "four"), ids(line, "five"), ids(line, "file")));
        }
        return cases;
    }

    private static String content(String file, JsonNode value) {
        List<String> vocabulary = strings("vocab");
        if (file.equals("vocab.txt")) {
            return String.join(value.textValue(), vocabulary) + value.textValue();
        }
        if (file.equals("tokenizer.json")) {
            ObjectNode ids = MAPPER.createObjectNode();
            vocabulary.forEach(token -> ids.put(token, ids.size()));
            ((ObjectNode) value.get("model")).set("vocab", ids);
        }
        return value.toString();
    }

    private static List<String> strings(String field) {
        return StreamSupport.stream(LINES.get(0).get(field).spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    private static Optional<List<List<Integer>>> ids(JsonNode line, String reader) {
        JsonNode value = line.get(reader);
        if (value.isTextual()) {
            return ids(line, value.textValue());
        }
        List<List<Integer>> all = new ArrayList<>();
        value.forEach(ids -> {
            List<Integer> list = new ArrayList<>();
            ids.forEach(id -> list.add(id.intValue()));
            all.add(list);
        });
        return value.isNull() ? Optional.empty() : Optional.of(all);
    }

    private static List<List<Integer>> ids(TokenizerSpec spec) {
        Tokenizer tokenizer = new Tokenizer(spec);
        return strings("texts").stream()
                .map(text -> tokenizer.encode(text, LONG).ids())
                .toList();
    }

    @Test
    void whereAllReadersAgreeTheirIdsAreGivenAndElseBothReadingsAreNamed() throws IOException {
        int agreed = 0;
        int refused = 0;
        for (Case folder : cases()) {
            Set<List<List<Integer>>> answers = folder.answers();
            if (answers.size() == 1) {
                agreed++;
                assertThat(ids(TokenizerReader.read(folder.folder)))
                        .as(folder.folder.toString())
                        .isEqualTo(answers.iterator().next());
            } else {
                refused++;
                TokenizerProblem problem =
                        answers.isEmpty() ? TokenizerProblem.UNREADABLE_BY_CLASS : TokenizerProblem.READINGS_DIFFER;
                ThimbleException refusal =
                        catchThrowableOfType(ThimbleException.class, () -> TokenizerReader.read(folder.folder));
                assertThat(refusal).as(folder.folder.toString()).isNotNull();
                assertThat(refusal.diagnostic().problem())
                        .as(refusal.getMessage())
                        .isEqualTo(problem);
            }
        }
        assertThat(agreed).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void theReadingThatIsAskedForIsTheOneThatIsGiven() throws IOException {
        for (Case folder : cases()) {
            asked(folder, TokenizerReading.FILE, folder.file);
            asked(folder, TokenizerReading.CLASS, folder.five);
        }
    }

    private static void asked(Case folder, TokenizerReading reading, Optional<List<List<Integer>>> expected) {
        if (expected.isPresent()) {
            TokenizerSpec spec =
                    TokenizerReader.read(folder.folder, Optional.of(reading)).spec();
            assertThat(ids(spec)).as(folder.folder.toString()).isEqualTo(expected.get());
        } else {
            assertThat(catchThrowableOfType(
                            ThimbleException.class, () -> TokenizerReader.read(folder.folder, Optional.of(reading))))
                    .as(folder.folder.toString())
                    .isNotNull();
        }
    }

    @Test
    void whatIsWrittenDownIsReadAgainAsTheSameTokenizer() throws IOException {
        Path written = Files.createDirectory(temporary.resolve("written"));
        for (Case folder : cases()) {
            if (folder.five.isPresent()) {
                TokenizerSpec spec = TokenizerReader.read(folder.folder, Optional.of(TokenizerReading.CLASS))
                        .spec();
                Files.writeString(written.resolve("tokenizer.json"), TokenizerWriter.text(spec));
                assertThat(TokenizerReader.written(written)).isEqualTo(spec);
            }
        }
    }
}
