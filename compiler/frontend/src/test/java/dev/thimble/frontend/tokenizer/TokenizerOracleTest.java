package dev.thimble.frontend.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference tokenizer against Hugging Face's library. */
class TokenizerOracleTest {
    private static final int MAX_TOKENS = 64;
    private static final int UNLIMITED = 100_000;

    @TempDir
    Path folder;

    static Stream<String> tokenizers() {
        return Fixtures.NAMES.stream();
    }

    static Stream<Arguments> switches() {
        return Fixtures.NAMES.stream()
                .flatMap(name -> IntStream.range(0, 24).mapToObj(bits -> Arguments.of(name, bits)));
    }

    static Stream<Arguments> preTokenizers() {
        return Fixtures.NAMES.stream()
                .flatMap(name -> Stream.of("BertPreTokenizer", "Whitespace", "").map(kind -> Arguments.of(name, kind)));
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void everyLineGetsTheLibrarysIds(String name) throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer(name));
        compare(Fixtures.lines(), MAX_TOKENS);
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void longTextsGetTheLibrarysIdsWithoutALimit(String name) throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer(name));
        List<String> longest =
                Fixtures.lines().stream().filter(line -> line.length() > 250).toList();
        assertThat(longest).hasSizeGreaterThan(20);
        compare(longest, UNLIMITED);
    }

    @ParameterizedTest
    @MethodSource("switches")
    void everySwitchOfTheNormalizerActsAsInTheLibrary(String name, int bits) throws IOException {
        ObjectNode tokenizer = Fixtures.tokenizer(name);
        ObjectNode normalizer = tokenizer.putObject("normalizer");
        normalizer.put("type", "BertNormalizer");
        normalizer.put("clean_text", (bits & 1) != 0);
        normalizer.put("handle_chinese_chars", (bits & 2) != 0);
        normalizer.put("lowercase", (bits & 4) != 0);
        Boolean stripAccents = bits < 8 ? null : Boolean.valueOf(bits < 16);
        normalizer.put("strip_accents", stripAccents);
        Fixtures.write(folder, tokenizer);
        compare(shortLines(), MAX_TOKENS);
    }

    @ParameterizedTest
    @MethodSource("preTokenizers")
    void everyPreTokenizerActsAsInTheLibrary(String name, String kind) throws IOException {
        ObjectNode tokenizer = Fixtures.tokenizer(name);
        tokenizer.putNull("normalizer");
        tokenizer.putNull("pre_tokenizer");
        if (kind.isEmpty()) {
            tokenizer
                    .withArray("added_tokens")
                    .forEach(token -> ((ObjectNode) token).put("lstrip", false).put("rstrip", false));
        } else {
            tokenizer.putObject("pre_tokenizer").put("type", kind);
        }
        Fixtures.write(folder, tokenizer);
        compare(shortLines(), MAX_TOKENS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAddedTokenWithBlanksInsideIsFoundAsInTheLibrary(boolean normalized) throws IOException {
        ObjectNode tokenizer = Fixtures.tokenizer("wordpiece");
        int next = tokenizer.get("model").get("vocab").size();
        for (String content : List.of("wake up", "up In  the", "light 東 on")) {
            tokenizer
                    .withArray("added_tokens")
                    .addObject()
                    .put("id", next++)
                    .put("content", content)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", normalized)
                    .put("special", false);
        }
        Fixtures.write(folder, tokenizer);
        List<String> words = List.of(
                "wake", "up", "Wake", " ", " ", "  ", "\t", "\u3000", "in", "In", "the", "light", "東", "on", "[SEP]",
                ".");
        Random random = new Random(3);
        compare(
                Stream.generate(() -> random.ints(1 + random.nextInt(12), 0, words.size())
                                .mapToObj(words::get)
                                .collect(Collectors.joining()))
                        .limit(3000)
                        .toList(),
                UNLIMITED);
    }

    private static List<String> shortLines() throws IOException {
        return Fixtures.lines().stream().filter(line -> line.length() < 200).toList();
    }

    private void compare(List<String> lines, int maxTokens) throws IOException {
        Tokenizer tokenizer = new Tokenizer(TokenizerReader.read(folder));
        try (Oracle oracle = new Oracle(folder, maxTokens)) {
            for (String line : lines) {
                assertThat(tokenizer.encode(line, maxTokens)).as(line).isEqualTo(oracle.encode(line));
            }
        }
    }
}
