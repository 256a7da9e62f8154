package dev.thimble.frontend.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trained models and texts that may lie beside the checkout; without them there is nothing to run. */
class SharedModelsOracleTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_TOKENS = 64;

    static Stream<Path> models() throws IOException {
        Path models = shared().resolve("models");
        if (!Files.isDirectory(models)) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(folder -> Files.exists(folder.resolve("tokenizer.json"))).sorted().toList().stream();
        }
    }

    private static Path shared() {
        Path beside = Path.of(System.getProperty("thimble.root")).resolve("../shared");
        return Path.of(System.getProperty("thimble.shared", beside.toString()));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("models")
    void goldenLinesGetTheirIds(Path model) throws IOException {
        Tokenizer tokenizer = new Tokenizer(TokenizerReader.read(model));
        int maxTokens = 0;
        for (String line : Files.readAllLines(model.resolve("golden.jsonl"))) {
            maxTokens =
                    Math.max(maxTokens, MAPPER.readTree(line).get("input_ids").size());
        }
        for (String line : Files.readAllLines(model.resolve("golden.jsonl"))) {
            JsonNode golden = MAPPER.readTree(line);
            if (golden.hasNonNull("text")) {
                List<Integer> expected = new ArrayList<>();
                golden.get("input_ids").forEach(id -> expected.add(id.intValue()));
                String text = golden.get("text").textValue();
                assertThat(tokenizer.encode(text, maxTokens).ids()).as(text).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("models")
    void allTextsGetTheLibrarysIds(Path model) throws IOException {
        Tokenizer tokenizer = new Tokenizer(TokenizerReader.read(model));
        List<String> texts = new ArrayList<>(Fixtures.lines());
        try (Stream<Path> files = Files.walk(shared().resolve("data"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".tsv")).toList()) {
                Files.readAllLines(file).forEach(line -> texts.add(line.substring(line.indexOf('\t') + 1)));
            }
        }
        try (Oracle oracle = new Oracle(model, MAX_TOKENS)) {
            for (String text : texts) {
                assertThat(tokenizer.encode(text, MAX_TOKENS).equals(oracle.encode(text)))
                        .as(text)
                        .isTrue();
            }
        }
    }
}
