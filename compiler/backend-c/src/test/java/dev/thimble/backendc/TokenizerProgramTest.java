package dev.thimble.backendc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.tokenizer.Encoding;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The generated C tokenizer against the reference tokenizer, under AddressSanitizer and UndefinedBehaviorSanitizer. */
class TokenizerProgramTest {
    private static final Path FIXTURES =
            TokenizerProgram.ROOT.resolve("compiler/frontend/src/test/resources/tokenizer");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("wordpiece", "wordpiece-added", "bpe", "bpe-fused", "bpe-affixes", "bpe-silent");
    private static final int SURROGATES = 0xD800;
    private static final int PART = 16;

    @TempDir
    Path folder;

    static Stream<Arguments> variants() {
        Stream<Arguments> others = Stream.of(
                Arguments.of("wordpiece", "none", "none"),
                Arguments.of("wordpiece", "cased", "Whitespace"),
                Arguments.of("wordpiece-added", "cased", "BertPreTokenizer"),
                Arguments.of("bpe", "cased", "BertPreTokenizer"),
                Arguments.of("bpe-affixes", "none", "none"),
                Arguments.of("bpe-silent", "none", "Whitespace"));
        return Stream.concat(NAMES.stream().map(name -> Arguments.of(name, "as it is", "as it is")), others);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theProgramGivesTheReferencesIds(String name, String normalizer, String preTokenizer)
            throws IOException, InterruptedException {
        TokenizerSpec spec = spec(name, normalizer, preTokenizer);
        TokenizerProgram program = new TokenizerProgram(folder, spec);
        program.build();
        List<byte[]> texts = new ArrayList<>(lines());
        texts.addAll(randomBytes(name.hashCode()));
        compare(program, new Tokenizer(spec), texts, 64);
        compare(program, new Tokenizer(spec), texts.subList(0, 200), 2);
        compare(program, new Tokenizer(spec), longOnes(texts), 20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "bpe", "bpe-affixes"})
    void everyCodePointGivesTheReferencesIds(String name) throws IOException, InterruptedException {
        TokenizerSpec spec = spec(name, "as it is", "as it is");
        TokenizerProgram program = new TokenizerProgram(folder, spec);
        program.build();
        List<byte[]> texts = IntStream.rangeClosed(0, Character.MAX_CODE_POINT / PART)
                .filter(part -> part * PART / 0x800 != SURROGATES / 0x800)
                .mapToObj(part -> codePoints(part * PART))
                .toList();
        compare(program, new Tokenizer(spec), texts, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece-added", "bpe-affixes"})
    void theFilesAreAlsoCpp(String name) throws IOException {
        new TokenizerProgram(folder, spec(name, "as it is", "as it is")).checkCpp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "bpe"})
    void aLargeAlphabetGivesTheReferencesIds(String name) throws IOException, InterruptedException {
        ObjectNode tokenizer =
                (ObjectNode) MAPPER.readTree(FIXTURES.resolve(name + ".json").toFile());
        ObjectNode vocabulary = (ObjectNode) tokenizer.get("model").get("vocab");
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            String token = (i % 3 == 0 ? "##" : "") + letters(random, i % 4);
            if (!vocabulary.has(token)) {
                vocabulary.put(token, 1000 + i);
            }
        }
        Files.write(folder.resolve("tokenizer.json"), MAPPER.writeValueAsBytes(tokenizer));
        TokenizerSpec spec = TokenizerReader.read(folder);
        TokenizerProgram program = new TokenizerProgram(folder, spec);
        program.build();
        List<byte[]> texts = IntStream.range(0, 2000)
                .mapToObj(i -> letters(random, i % 30) + " " + letters(random, i % 7))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        compare(program, new Tokenizer(spec), texts, 64);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAddedTokenWithBlanksInsideIsFoundAsByTheReference(boolean normalized)
            throws IOException, InterruptedException {
        ObjectNode tokenizer =
                (ObjectNode) MAPPER.readTree(FIXTURES.resolve("wordpiece.json").toFile());
        int next = tokenizer.get("model").get("vocab").size();
        for (String content : List.of("wake up", "up In  the", "light 東 on")) {
            tokenizer
                    .withArray("added_tokens")
                    .addObject()
                    .put("id", next++)
                    .put("content", content)
                    .put("normalized", normalized)
                    .put("special", false);
        }
        Files.write(folder.resolve("tokenizer.json"), MAPPER.writeValueAsBytes(tokenizer));
        TokenizerSpec spec = TokenizerReader.read(folder);
        TokenizerProgram program = new TokenizerProgram(folder, spec);
        program.build();
        List<String> words = List.of(
                "wake", "up", "Wake", " ", " ", "  ", "\t", "\u3000", "in", "In", "the", "light", "東", "on", "[SEP]",
                ".");
        Random random = new Random(5);
        List<byte[]> texts = IntStream.range(0, 3000)
                .mapToObj(i -> random.ints(1 + random.nextInt(12), 0, words.size())
                        .mapToObj(words::get)
                        .collect(Collectors.joining()))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        compare(program, new Tokenizer(spec), texts, 64);
    }

    /** One letter and more, of an alphabet of 700 or, half of the time, of five. */
    private static String letters(Random random, int more) {
        return random.ints(1 + more, 0, random.nextBoolean() ? 700 : 5)
                .mapToObj(letter -> Character.toString(letter < 300 ? 0x1200 + letter : 0x4E00 + letter))
                .collect(Collectors.joining());
    }

    /** Code points between letters, so that it shows whether they end words. */
    private static byte[] codePoints(int from) {
        String text = IntStream.range(from, from + PART)
                .mapToObj(codePoint -> "a" + Character.toString(codePoint) + "b ")
                .collect(Collectors.joining());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private TokenizerSpec spec(String name, String normalizer, String preTokenizer) throws IOException {
        ObjectNode tokenizer =
                (ObjectNode) MAPPER.readTree(FIXTURES.resolve(name + ".json").toFile());
        if (normalizer.equals("none")) {
            tokenizer.putNull("normalizer");
        } else if (normalizer.equals("cased")) {
            ((ObjectNode) tokenizer.get("normalizer")).put("lowercase", false).put("strip_accents", false);
        }
        if (preTokenizer.equals("none")) {
            tokenizer.putNull("pre_tokenizer");
            tokenizer
                    .withArray("added_tokens")
                    .forEach(token -> ((ObjectNode) token).put("lstrip", false).put("rstrip", false));
        } else if (!preTokenizer.equals("as it is")) {
            tokenizer.putObject("pre_tokenizer").put("type", preTokenizer);
        }
        Files.write(folder.resolve("tokenizer.json"), MAPPER.writeValueAsBytes(tokenizer));
        return TokenizerReader.read(folder);
    }

    private static List<byte[]> lines() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (String line : Files.readAllLines(FIXTURES.resolve("lines.txt"))) {
            int tab = line.indexOf('\t');
            String text = MAPPER.readTree(line.substring(tab + 1)).textValue();
            lines.add(text.repeat(Integer.parseInt(line.substring(0, tab))).getBytes(StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static List<byte[]> longOnes(List<byte[]> texts) {
        return texts.stream().filter(text -> text.length > 500).toList();
    }

    /** Bytes of any value, and well-formed text with some bytes changed. */
    private static List<byte[]> randomBytes(long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> texts = new ArrayList<>();
        for (byte[] line : lines().subList(0, 1000)) {
            byte[] changed = line.clone();
            for (int i = 0; i < changed.length; i += 1 + random.nextInt(20)) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            texts.add(changed);
            byte[] any = new byte[random.nextInt(40)];
            random.nextBytes(any);
            texts.add(any);
        }
        return texts;
    }

    private static void compare(TokenizerProgram program, Tokenizer tokenizer, List<byte[]> texts, int maxTokens)
            throws IOException {
        List<Encoding> answers = program.encode(texts, maxTokens);
        assertThat(answers).hasSameSizeAs(texts);
        for (int i = 0; i < answers.size(); i++) {
            Encoding expected = tokenizer.encode(texts.get(i), maxTokens);
            if (!answers.get(i).equals(expected)) {
                assertThat(answers.get(i))
                        .as(new String(texts.get(i), StandardCharsets.UTF_8))
                        .isEqualTo(expected);
            }
        }
    }
}
