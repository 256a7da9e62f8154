package dev.thimble.frontend.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.normalize.Normalization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code point but the surrogates, normalised and split by the reference and by Hugging Face's library. */
class UnicodeOracleTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int UNLIMITED = 1_000_000;
    private static final int PART = 4096;

    @TempDir
    Path folder;

    /** Each table alone, where none hides another, and all together. */
    static Stream<BertNormalizer> normalizers() {
        return Stream.of(
                new BertNormalizer(true, true, false, false),
                new BertNormalizer(false, false, true, false),
                new BertNormalizer(false, false, false, true),
                new BertNormalizer(true, true, true, true));
    }

    private static Stream<int[]> parts() {
        return IntStream.iterate(0, from -> from <= Character.MAX_CODE_POINT, from -> from + PART)
                .mapToObj(from -> IntStream.range(from, from + PART)
                        .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF)
                        .toArray())
                .filter(part -> part.length > 0);
    }

    @ParameterizedTest
    @MethodSource("normalizers")
    void everyCodePointIsNormalizedAsInTheLibrary(BertNormalizer normalizer) throws IOException {
        Fixtures.write(folder, bytesOfNormalizedText(normalizer));
        try (Oracle oracle = new Oracle(folder, UNLIMITED)) {
            parts().forEach(part -> {
                int[] fenced = IntStream.of(part)
                        .flatMap(codePoint -> IntStream.of('a', codePoint))
                        .toArray();
                String text = new String(fenced, 0, fenced.length);
                int[] normalized = Normalization.apply(normalizer, fenced);
                assertThat(new String(normalized, 0, normalized.length)).isEqualTo(text(oracle, text));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("normalizers")
    void marksAreSortedAsInTheLibrary(BertNormalizer normalizer) throws IOException {
        Fixtures.write(folder, bytesOfNormalizedText(normalizer));
        int[] marks = {0x301, 0x323, 0x345, 0x302e, 0x1d165, 0x1d16d, 0x1b44, 0x16ff0, 0x5b0, 0xe9, 0x1d15e, 0x93f};
        try (Oracle oracle = new Oracle(folder, UNLIMITED)) {
            for (int i = 0; i < marks.length * marks.length * marks.length; i++) {
                int[] text = {
                    'a', marks[i % 12], marks[i / 12 % 12], marks[i / 144], 'b',
                };
                int[] normalized = Normalization.apply(normalizer, text);
                assertThat(new String(normalized, 0, normalized.length))
                        .isEqualTo(text(oracle, new String(text, 0, text.length)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BertPreTokenizer", "Whitespace"})
    void everyCodePointEndsWordsAsInTheLibrary(String preTokenizer) throws IOException {
        ObjectNode tokenizer = Fixtures.tokenizer("bpe");
        tokenizer.putNull("normalizer");
        tokenizer.putObject("pre_tokenizer").put("type", preTokenizer);
        tokenizer.putArray("added_tokens");
        ObjectNode model = (ObjectNode) tokenizer.get("model");
        model.put("continuing_subword_prefix", "##");
        model.putArray("merges");
        model.putObject("vocab").put("[UNK]", 0).put("a", 1).put("##a", 2);
        tokenizer.putNull("post_processor");
        Fixtures.write(folder, tokenizer);
        Tokenizer reference = new Tokenizer(TokenizerReader.read(folder));
        try (Oracle oracle = new Oracle(folder, UNLIMITED)) {
            parts().forEach(part -> {
                String text = IntStream.of(part)
                        .mapToObj(codePoint -> "a" + Character.toString(codePoint) + "a ")
                        .collect(Collectors.joining());
                assertThat(reference.encode(text, UNLIMITED).equals(oracle.encode(text)))
                        .as("from U+%04X", part[0])
                        .isTrue();
            });
        }
    }

    /** A tokenizer whose ids are the bytes of the normalised text. */
    private static ObjectNode bytesOfNormalizedText(BertNormalizer normalizer) {
        ObjectNode tokenizer = MAPPER.createObjectNode();
        tokenizer.put("version", "1.0");
        tokenizer.putArray("added_tokens");
        tokenizer
                .putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", normalizer.cleanText())
                .put("handle_chinese_chars", normalizer.handleChineseChars())
                .put("strip_accents", normalizer.stripAccents())
                .put("lowercase", normalizer.lowercase());
        ObjectNode model = tokenizer.putObject("model");
        model.put("type", "BPE").put("byte_fallback", true).putArray("merges");
        ObjectNode vocabulary = model.putObject("vocab");
        IntStream.range(0, 256).forEach(value -> vocabulary.put(String.format("<0x%02X>", value), value));
        return tokenizer;
    }

    private static String text(Oracle oracle, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        oracle.encode(text).ids().forEach(bytes::write);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
