package dev.thimble.frontend.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.core.quant.TokenUse;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.subset.EntryChoice;
import dev.thimble.tokenizer.subset.EntryNeeds;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.tokenizer.subset.SmallerTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokenizers of which entries went, as Hugging Face's library reads them from the file that a package has. */
class SmallerTokenizerOracleTest {
    private static final int UNLIMITED = 100_000;

    @TempDir
    Path folder;

    static Stream<Arguments> fixtures() {
        return Fixtures.NAMES.stream()
                .flatMap(name -> IntStream.range(0, 4).mapToObj(seed -> Arguments.of(name, seed)));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theLibraryFindsTheSameIdsAndKeepsWhatStays(String name, int seed) throws IOException {
        Fixtures.write(folder, Fixtures.tokenizer(name));
        TokenizerSpec spec = TokenizerReader.read(folder);
        EntryNeeds needs = EntryNeeds.of(spec, List.of());
        Random random = new Random(seed);
        double share = seed / 4.0;
        Set<Integer> kept = new HashSet<>(needs.required());
        for (int id = 0; id < spec.vocabularySize(); id++) {
            if (random.nextDouble() < share) {
                kept.addAll(needs.missing(kept, List.of(id)));
            }
        }
        compare(spec, KeptEntries.of(spec.vocabularySize(), kept), Fixtures.lines());
    }

    /** Models and sentences that stand beside the checkout, if they do: what SNIPS uses, on all of them. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.thimble.frontend.tokenizer.SharedModelsOracleTest#models")
    void whatSentencesUseIsEnoughForThem(Path model) throws IOException {
        TokenizerSpec spec = TokenizerReader.read(model);
        Tokenizer tokenizer = new Tokenizer(spec);
        Path data = model.resolve("../../data");
        List<String> seen = texts(data.resolve("snips/train.tsv"));
        TokenUse use = TokenUse.of(
                spec.vocabularySize(),
                () -> seen.stream()
                        .map(text -> tokenizer.encode(text, UNLIMITED).ids().stream()
                                .mapToInt(Integer::intValue)
                                .toArray())
                        .iterator());
        EntryNeeds needs = EntryNeeds.of(spec, List.of());
        int entries = spec.vocabularySize();
        KeptEntries kept = EntryChoice.seen(needs, use, entries);
        assertThat(compare(spec, kept, seen)).isZero();
        List<String> others = new ArrayList<>(texts(data.resolve("snips/test.tsv")));
        others.addAll(texts(data.resolve("banking77/test.tsv")));
        others.addAll(texts(data.resolve("banking77/train.tsv")));
        compare(spec, kept, others);
        Set<Integer> all = new HashSet<>(spec.model().vocabulary().values());
        int half = Math.max(needs.required().size(), kept.size() / 2);
        assertThat(compare(spec, EntryChoice.mostUsed(needs, use, entries, all, half), others))
                .isPositive();
    }

    private static List<String> texts(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .toList();
    }

    /** Returns how many texts have other pieces. */
    private int compare(TokenizerSpec spec, KeptEntries kept, List<String> lines) throws IOException {
        TokenizerSpec smaller = SmallerTokenizer.of(spec, kept);
        Path before = write("before", spec);
        Path after = write("after", smaller);
        Tokenizer ours = new Tokenizer(smaller);
        int changed = 0;
        try (Oracle whole = new Oracle(before, UNLIMITED);
                Oracle cut = new Oracle(after, UNLIMITED)) {
            for (String line : lines) {
                List<Integer> was = whole.encode(line).ids();
                List<Integer> is = cut.encode(line).ids();
                assertThat(ours.encode(line, UNLIMITED).ids()).as(line).isEqualTo(is);
                List<Integer> now = kept.nowAll(was);
                assertThat(now.isEmpty() || now.equals(is)).as(line).isTrue();
                assertThat(unknown(is, smaller)).as(line).isEqualTo(unknown(was, spec));
                changed += now.equals(is) ? 0 : 1;
            }
        }
        return changed;
    }

    private Path write(String name, TokenizerSpec spec) throws IOException {
        Path written = Files.createDirectories(folder.resolve(name));
        Files.writeString(written.resolve("tokenizer.json"), TokenizerWriter.text(spec));
        return written;
    }

    private static int unknown(List<Integer> ids, TokenizerSpec spec) {
        OptionalInt unknown = spec.model() instanceof Bpe bpe
                ? bpe.unknownId()
                : OptionalInt.of(((WordPiece) spec.model()).unknownId());
        return unknown.isPresent() ? Collections.frequency(ids, unknown.getAsInt()) : 0;
    }
}
