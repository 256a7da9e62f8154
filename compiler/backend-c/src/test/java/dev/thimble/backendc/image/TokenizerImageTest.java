package dev.thimble.backendc.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.frontend.tokenizer.TokenizerReader;
import dev.thimble.tokenizer.AddedToken;
import dev.thimble.tokenizer.Encoding;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.WordPiece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokenizers read in place from an image, under AddressSanitizer and UndefinedBehaviorSanitizer. */
class TokenizerImageTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final Path FIXTURES = ROOT.resolve("compiler/frontend/src/test/resources/tokenizer");
    private static final int MAX_TOKENS = 24;
    private static final int SEEDS = Boolean.getBoolean("thimble.full") ? 200_000 : 600;

    @TempDir
    static Path folder;

    private static List<String> lines;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-O1", "-g1", "-o", "tokenize"));
        command.addAll(List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"));
        command.addAll(List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=all"));
        command.add("-I" + ROOT.resolve("runtime-c/include"));
        try (Stream<Path> sources = Files.list(ROOT.resolve("runtime-c/src/tokenizer"))) {
            sources.map(Path::toString)
                    .filter(file -> file.endsWith(".c"))
                    .sorted()
                    .forEach(command::add);
        }
        command.add(ROOT.resolve("runtime-c/test/tokenize_image.c").toString());
        assertThat(run(command, List.of())).isEmpty();
        lines = texts();
    }

    private static List<String> texts() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(FIXTURES.resolve("lines.txt"))) {
            int tab = line.indexOf('\t');
            texts.add(mapper.readTree(line.substring(tab + 1))
                    .textValue()
                    .repeat(Integer.parseInt(line.substring(0, tab))));
        }
        return texts;
    }

    static Stream<String> names() {
        return Stream.of(
                "wordpiece", "wordpiece-added", "wordpiece-large", "bpe", "bpe-fused", "bpe-affixes", "bpe-silent");
    }

    @ParameterizedTest
    @MethodSource("names")
    void theIdsAreTheReferences(String name) throws IOException, InterruptedException {
        TokenizerSpec spec = spec(name);
        Tokenizer reference = new Tokenizer(spec);
        List<String> expected = lines.stream()
                .map(text -> answer(reference.encode(text.getBytes(StandardCharsets.UTF_8), MAX_TOKENS)))
                .toList();
        assertThat(run(command(spec), requests(lines)).lines().toList()).isEqualTo(expected);
    }

    /** Whatever is in an image: it is refused, or every text has ids of the vocabulary, and nothing else is read. */
    @ParameterizedTest
    @MethodSource("names")
    void aDamagedOneLeadsNowhere(String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(spec(name)));
        command.add(Integer.toString(SEEDS));
        List<String> some = lines.stream()
                .filter(text -> text.length() < 60 || text.length() > 600)
                .limit(40)
                .toList();
        int fitted = Integer.parseInt(run(command, requests(some)).strip());
        assertThat(fitted).isBetween(SEEDS / 20, SEEDS - SEEDS / 20);
    }

    /** The artificial words are longer than English ones and share less than they do. */
    @Test
    void aLargeVocabularyIsSmall() throws IOException {
        TokenizerTables tables = TokenizerTables.of(spec("wordpiece-large"), "model");
        assertThat(tables.scalars()).containsEntry("literal_bits", 6L);
        assertThat(tables.bytes()).isLessThan(175_000);
    }

    /** An extra where that model stands beside the checkout; anywhere else the large vocabulary above guards the size. */
    @Test
    void bertsVocabularyTakesAtMost150000Bytes() throws IOException {
        String shared =
                System.getProperty("thimble.shared", ROOT.resolve("../shared").toString());
        Path model = Path.of(shared, "models", "bert-tiny-30522-snips");
        assumeTrue(Files.exists(model));
        assertThat(TokenizerTables.of(TokenizerReader.read(model), "model").bytes())
                .isLessThanOrEqualTo(150_000);
    }

    private static TokenizerSpec spec(String name) throws IOException {
        return name.equals("wordpiece-large") ? LargeVocabulary.over(fixture("wordpiece")) : fixture(name);
    }

    private static TokenizerSpec fixture(String name) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.copy(
                FIXTURES.resolve(name + ".json"), model.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        return TokenizerReader.read(model);
    }

    private static List<String> command(TokenizerSpec spec) throws IOException {
        Files.write(folder.resolve("image"), image(TokenizerTables.of(spec, "model")));
        boolean isBpe = spec.model() instanceof Bpe;
        return List.of("./tokenize", isBpe ? "bpe" : "wordpiece", "image", Integer.toString(vocabulary(spec)));
    }

    private static byte[] image(TokenizerTables tables) {
        List<CArray> arrays = new TokenizerPart(tables).arrays(0);
        int bytes = Math.toIntExact(arrays.stream().mapToLong(CArray::roomBytes).sum());
        ByteBuffer image = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        arrays.forEach(array -> ImageFile.put(array, image));
        return image.array();
    }

    private static int vocabulary(TokenizerSpec spec) {
        Collection<Integer> known = spec.model() instanceof Bpe bpe
                ? bpe.vocabulary().values()
                : ((WordPiece) spec.model()).vocabulary().values();
        return 1
                + Stream.concat(known.stream(), spec.addedTokens().stream().map(AddedToken::id))
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElseThrow();
    }

    private static List<String> requests(List<String> texts) {
        return texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .map(text -> MAX_TOKENS + " "
                        + (text.length == 0 ? "-" : HexFormat.of().formatHex(text)))
                .toList();
    }

    private static String answer(Encoding encoding) {
        return (encoding.truncated() ? "1" : "0")
                + encoding.ids().stream().map(id -> " " + id).collect(Collectors.joining());
    }

    private static String run(List<String> command, List<String> input) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Files.write(folder.resolve("input"), input);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(folder.resolve("input").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(log);
        assertThat(process.exitValue()).as(command + "\n" + output).isZero();
        return output;
    }
}
