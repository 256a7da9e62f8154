package dev.thimble.frontend.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.tokenizer.BertNormalizer;
import dev.thimble.core.tokenizer.Template;
import dev.thimble.core.tokenizer.Tokenizer;
import dev.thimble.core.tokenizer.TokenizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
