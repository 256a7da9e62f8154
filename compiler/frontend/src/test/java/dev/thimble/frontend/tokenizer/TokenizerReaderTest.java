package dev.thimble.frontend.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.postprocess.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and the older form of a tokenizer. */
class TokenizerReaderTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bpe|/model/dropout|0.1|error[THM-0201]: dropout \"0.1\" is not supported (tokenizer.json: model.dropout)",
                "bpe|/model/byte_fallback|true|error[THM-0201]: byte_fallback \"true\" is not supported",
                "bpe|/model/ignore_merges|true|error[THM-0201]: ignore_merges \"true\" is not supported",
                "bpe|/model/type|\"Unigram\"|error[THM-0201]: tokenizer model \"Unigram\" is not supported",
                "bpe|/model/new_option|1|error[THM-0201]: field \"new_option\" is not supported",
                "bpe|/model/unk_token|\"<none>\"|error[THM-0206]: the token \"<none>\" is not in the vocabulary",
                "bpe|/model/vocab|{\"a\":0,\"b\":0}|error[THM-0205]: the tokens \"a\" and \"b\" share the id 0",
                "bpe|/model/vocab|{\"a\":-1}|error[THM-0204]: the token \"a\" has the id -1",
                "bpe|/model/vocab|{\"a\":65536}|error[THM-0204]: the token \"a\" has the id 65536",
                "bpe|/model/vocab|{\"a\":1e99}|error[THM-0204]: the token \"a\" has the id",
                "bpe|/model/vocab|{\"a\":\"1\"}|error[THM-0204]: the token \"a\" has the id",
                "bpe|/model/vocab|[]|error[THM-0203]: an object is expected here (tokenizer.json: model.vocab)",
                "bpe|/model/merges|[[\"t\",\"qqq\"]]|error[THM-0206]: the token \"qqq\" is not in the vocabulary",
                "bpe|/model/merges|[\"t h e\"]|error[THM-0207]: a merge has not exactly one space",
                "bpe|/model/merges|[[\"t\"]]|error[THM-0207]: a merge has not two parts",
                "bpe|/model/merges|[[\"t\",7]]|error[THM-0203]: a string is expected here",
                "bpe|/model/merges|[[\"\",\"t\"]]|error[THM-0207]: a merge has an empty part",
                "bpe|/pre_tokenizer|{\"type\":\"ByteLevel\"}|error[THM-0201]: pre-tokenizer \"ByteLevel\" is not",
                "bpe|/normalizer|{\"type\":\"NFKC\"}|error[THM-0201]: normalizer \"NFKC\" is not supported",
                "bpe|/post_processor|{\"type\":\"ByteLevel\"}|error[THM-0201]: post-processor \"ByteLevel\" is not",
                "bpe|/truncation|{\"direction\":\"Left\"}|error[THM-0201]: truncation direction \"Left\" is not",
                "wordpiece|/model/vocab|{\"a\":0}|error[THM-0206]: the token \"[UNK]\" is not in the vocabulary",
                "wordpiece|/model/max_input_chars_per_word|-1|error[THM-0203]: a whole number from 0 is expected",
                "wordpiece|/added_tokens/0/single_word|true|error[THM-0201]: single_word of the added token \"[PAD]\" is not",
                "wordpiece|/added_tokens/0/id|77|error[THM-0209]: the added token \"[PAD]\" says id 77, but by its place",
                "wordpiece|/added_tokens/0/content|\"[UNK]\"|error[THM-0209]: the added token \"[UNK]\" says id 0",
                "wordpiece|/post_processor/single/0/SpecialToken/type_id|1|error[THM-0201]: segment of a single text",
                "wordpiece|/post_processor/special_tokens/[CLS]/ids/0|-3|error[THM-0203]: a whole number from 0",
                "wordpiece|/normalizer/lowercase|\"yes\"|error[THM-0203]: true or false is expected here"
            })
    void whatIsNotSupportedIsRefusedByName(String name, String pointer, String value, String message)
            throws IOException {
        ObjectNode tokenizer = Fixtures.tokenizer(name);
        replace(tokenizer, pointer, MAPPER.readTree(value));
        Fixtures.write(folder, tokenizer);
        assertRefused(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/pre_tokenizer|{\"type\":\"ByteLevel\",\"add_prefix_space\":false}|pre-tokenizer \"ByteLevel\"",
                "/pre_tokenizer|{\"type\":\"Sequence\",\"pretokenizers\":[]}|pre-tokenizer \"Sequence\"",
                "/pre_tokenizer|{\"type\":\"Metaspace\",\"replacement\":\"_\"}|pre-tokenizer \"Metaspace\"",
                "/pre_tokenizer|{\"type\":\"Split\",\"pattern\":{}}|pre-tokenizer \"Split\"",
                "/normalizer|{\"type\":\"Sequence\",\"normalizers\":[]}|normalizer \"Sequence\"",
                "/normalizer|{\"type\":\"Replace\",\"pattern\":{}}|normalizer \"Replace\"",
                "/post_processor|{\"type\":\"Sequence\",\"processors\":[]}|post-processor \"Sequence\"",
                "/model|{\"type\":\"Unigram\",\"vocab\":[[\"a\",0.5]]}|tokenizer model \"Unigram\"",
                "/model|{\"type\":\"WordLevel\",\"vocab\":{},\"unk_token\":\"x\"}|tokenizer model \"WordLevel\""
            })
    void aPartIsNamedBeforeItsFields(String pointer, String value, String named) throws IOException {
        ObjectNode tokenizer = Fixtures.tokenizer("wordpiece");
        replace(tokenizer, pointer, MAPPER.readTree(value));
        Fixtures.write(folder, tokenizer);
        assertRefused("error[THM-0201]: " + named + " is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "a\\udfff", "\\ud83d\\ud83d\\ude00", "\\ude00\\ud83d"})
    void halfASurrogatePairIsRefusedInEveryFile(String half) throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer("wordpiece"));
        for (String file : List.of(
                "tokenizer_config.json",
                "special_tokens_map.json",
                "added_tokens.json",
                "config.json",
                "tokenizer.json")) {
            Path path = folder.resolve(file);
            Files.writeString(path, "{\"a\": [{\"b" + half + "\": 1}]}");
            assertThatThrownBy(() -> TokenizerReader.read(folder))
                    .hasMessageStartingWith("error[THM-0")
                    .hasMessageContaining("urrogate")
                    .hasMessageContaining("(" + file);
            Files.writeString(path, "{\"a\": [{\"b\": \"" + half + "\"}]}");
            assertThatThrownBy(() -> TokenizerReader.read(folder))
                    .hasMessageStartingWith("error[THM-0")
                    .hasMessageContaining("urrogate")
                    .hasMessageContaining("(" + file);
            Files.delete(path);
        }
    }

    @Test
    void aSurrogateWrittenAsUtf8IsRefused() throws IOException {
        byte[] json = "{\"a\": \"???\"}".getBytes(StandardCharsets.UTF_8);
        json[7] = (byte) 0xED;
        json[8] = (byte) 0xA0;
        json[9] = (byte) 0x80;
        Files.write(folder.resolve("tokenizer.json"), json);
        assertRefused("error[THM-0202]: the file is not usable JSON: Invalid UTF-8");
    }

    @Test
    void fortyThousandAddedTokensAreReadAndFound() throws IOException {
        ObjectNode tokenizer = Fixtures.tokenizer("wordpiece");
        int next = tokenizer.get("model").get("vocab").size();
        ObjectNode decoder = MAPPER.createObjectNode();
        for (int i = 0; i < 40_000; i++) {
            ObjectNode token = MAPPER.createObjectNode();
            token.put("content", "<token " + i + ">")
                    .put("normalized", i % 2 == 0)
                    .put("special", false);
            decoder.set(Integer.toString(next + i), token.deepCopy());
            tokenizer.withArray("added_tokens").add(token.put("id", next + i));
        }
        Fixtures.write(folder, tokenizer);
        ObjectNode config = MAPPER.createObjectNode();
        config.set("added_tokens_decoder", decoder);
        Files.writeString(folder.resolve("tokenizer_config.json"), config.toString());
        Tokenizer read = new Tokenizer(TokenizerReader.read(folder));
        assertThat(read.encode("<Token 39998> <token 39999><token 4>".repeat(100), 10_000)
                        .ids())
                .hasSize(302)
                .contains(next + 39_998, next + 39_999, next + 4);
    }

    @ParameterizedTest
    @CsvSource({"GPT2Tokenizer", "RobertaTokenizerFast", "LlamaTokenizer", "MyOwnTokenizer"})
    void aClassThatBuildsAnotherTokenizerIsRefusedUnlessTheFileIsAskedFor(String name) throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer("bpe"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"" + name + "\"}");
        assertRefused("error[THM-0214]: the tokenizer class \"" + name + "\" is not supported");
        TokenizerSpec spec =
                TokenizerReader.read(folder, Optional.of(TokenizerReading.FILE)).spec();
        assertThat(spec.vocabularySize()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lamp ", "lamp\t", "la\rmp", "lamp\u00a0", "lamp\r\r"})
    void aLineThatEndsElsewhereForOtherReadersIsRefused(String line) throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\n" + line + "\n[PAD]\n");
        assertRefused("error[THM-0211]: the file cannot be read: ");
    }

    @Test
    void aVocabularyAloneIsNotReadAsTheFileItIsNot() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\n");
        assertThatThrownBy(() -> TokenizerReader.read(folder, Optional.of(TokenizerReading.FILE)))
                .hasMessageStartingWith("error[THM-0101]: the model folder has no tokenizer.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "\"16\"", "true"})
    void aLongestTextThatIsNoLengthIsRefused(String limit) throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer("wordpiece"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": " + limit + "}");
        assertRefused("error[THM-0201]: model_max_length");
    }

    private static void replace(ObjectNode tokenizer, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        String last = pointer.substring(slash + 1);
        JsonNode parent = tokenizer.at(pointer.substring(0, slash));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> TokenizerReader.read(folder))
                .isInstanceOf(ThimbleException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aDeeplyNestedFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "[".repeat(100_000));
        assertRefused("error[THM-0202]: the file is not usable JSON");
    }

    @Test
    void aFileThatEndsEarlyIsRefused() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {");
        assertRefused("error[THM-0202]: the file is not usable JSON");
    }

    @Test
    void aTokenThatIsThereTwiceIsRefused() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"vocab\": {\"a\": 0, \"a\": 1}}}");
        assertRefused("error[THM-0202]: the file is not usable JSON: Duplicate");
    }

    @Test
    void aFolderWithoutATokenizerIsRefused() {
        assertRefused("error[THM-0101]: the model folder has no tokenizer.json");
    }

    @Test
    void settingsThatContradictTheTokenizerAreRefused() throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer("wordpiece"));
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"tokenizer_class\": \"BertTokenizer\", \"do_lower_case\": false}");
        assertRefused(
                "error[THM-0213]: the tokenizer can be read in two ways: tokenizer.json as it is has lowercase true, "
                        + "strip_accents true, handle_chinese_chars true, clean_text true; BertTokenizer of transformers 5 has "
                        + "lowercase false, strip_accents false,");
    }

    @Test
    void cuttingOnTheLeftIsRefused() throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer("wordpiece"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"truncation_side\": \"left\"}");
        assertRefused("error[THM-0201]: truncation side \"left\" is not supported");
    }

    @Test
    void aVocabularyAloneMeansBert() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\nlamp\n##s\ncafe\n");
        TokenizerSpec spec = TokenizerReader.read(folder);
        assertThat(spec.normalizer()).isEqualTo(new BertNormalizer(true, true, true, true));
        assertThat(spec.template()).isEqualTo(new Template(List.of(2), List.of(3)));
        assertThat(spec.vocabularySize()).isEqualTo(7);
        assertThat(new Tokenizer(spec).encode("Lamps in the Café [SEP]", 9).ids())
                .containsExactly(2, 4, 5, 1, 1, 6, 3, 3);
    }

    @Test
    void aVocabularyFollowsItsSettings() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nLamp\r\nCafé\r\n");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": false}");
        Tokenizer tokenizer = new Tokenizer(TokenizerReader.read(folder));
        assertThat(tokenizer.encode("Lamp lamp Café", 9).ids()).containsExactly(2, 4, 1, 5, 3);
    }

    @Test
    void aVocabularyWithALineTwiceIsRefused() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\nlamp\nlamp\n");
        assertRefused("error[THM-0210]: the token \"lamp\" is there twice");
    }

    @Test
    void aVocabularyThatIsNoTextIsRefused() throws IOException {
        Files.write(folder.resolve("vocab.txt"), new byte[] {(byte) 0xFF, 0, 1});
        assertRefused("error[THM-0211]: the file cannot be read");
    }
}
