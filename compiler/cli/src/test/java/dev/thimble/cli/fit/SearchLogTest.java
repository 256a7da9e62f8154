package dev.thimble.cli.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.cli.run.Evaluation;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.quant.MeanBits;
import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.precision.BitCosts;
import dev.thimble.pipeline.precision.MatrixCosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search keeps, and takes up again. */
class SearchLogTest {
    private static final BitCosts COSTS = new BitCosts(
            List.of(new BitCosts.Tokens(new MeanBits(275), -1.0 / 3)),
            new MatrixCosts(12_345, List.of(new MatrixCosts.Cost("a.query", 7, 41.7, 1e-7))));

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("log.json");
    }

    private SearchLog log(String search) {
        return SearchLog.open(Optional.of(file()), search);
    }

    private static Choice choice(String vocabulary, int tokens) {
        return new Choice(
                vocabulary,
                new WeightBits(new MeanBits(tokens), MeanBits.ALL),
                10,
                20,
                55.123456789,
                new Evaluation.Result(7, 1, 6, 5, 4, 3));
    }

    private static BitCosts noCosts() {
        throw new AssertionError("they are known");
    }

    private static Choice noChoice() {
        throw new AssertionError("it is known");
    }

    /** Every digit comes back, whatever was measured in the meantime. */
    @Test
    void whatWasMeasuredIsNotMeasuredAgain() {
        SearchLog first = log("one");
        first.memory("").costs(() -> COSTS);
        Choice whole = first.choice("", choice("", 800).bits(), () -> choice("", 800));
        Choice seen = first.choice("seen", choice("seen", 800).bits(), () -> choice("seen", 800));
        SearchLog second = log("one");
        assertThat(second.memory("").costs(SearchLogTest::noCosts)).isEqualTo(COSTS);
        assertThat(second.choice("", whole.bits(), SearchLogTest::noChoice)).isEqualTo(whole);
        assertThat(second.choice("seen", seen.bits(), SearchLogTest::noChoice)).isEqualTo(seen);
        Choice next = second.choice("", choice("", 300).bits(), () -> choice("", 300));
        assertThat(log("one").choice("", next.bits(), SearchLogTest::noChoice)).isEqualTo(next);
        assertThat(folder.toFile().list()).containsExactly("log.json");
    }

    /** A search that ends in the middle has kept what was before. */
    @Test
    void whatFailsIsNotKept() {
        SearchLog first = log("one");
        first.choice("", choice("", 800).bits(), () -> choice("", 800));
        assertThatThrownBy(() -> first.choice("", choice("", 300).bits(), SearchLogTest::noChoice))
                .isInstanceOf(AssertionError.class);
        assertThat(log("one").choice("", choice("", 800).bits(), SearchLogTest::noChoice))
                .isEqualTo(choice("", 800));
    }

    @Test
    void figuresOfAnotherSearchAreRefused() throws IOException {
        log("one").memory("").costs(() -> COSTS);
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> log("two"))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0837")
                .hasMessageContaining("the search of another model");
        assertThat(file()).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"format\": 1}",
                "{\"format\": 2, \"search\": \"one\", \"costs\": {}, \"choices\": []}",
                "{\"format\": 1, \"search\": \"one\", \"costs\": {}, \"choices\": [null]}",
                "{\"format\": 1, \"search\": \"one\", \"costs\": {\"\": null}, \"choices\": []}",
                "{\"format\": 1, \"search\": \"one\", \"costs\": {}, \"choices\": [{\"vocabulary\": \"\"}]}",
                "{\"format\": 1, \"search\": \"one\", \"costs\": {}, \"choices\": [], \"more\": 1}",
                "{\"format\": 1, \"search\": \"one\", \"costs\": {\"\": {\"tokens\": [{\"bits\": {\"hundredths\": 1}}]}}}"
            })
    void aFileOfAnotherKindIsLeftAlone(String text) throws IOException {
        Files.writeString(file(), text);
        assertThatThrownBy(() -> log("one"))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-0837");
        assertThat(file()).hasContent(text);
    }

    @Test
    void withoutAFileNothingIsKept() {
        SearchLog log = SearchLog.open(Optional.empty(), "");
        log.memory("").costs(() -> COSTS);
        assertThat(log.memory("").costs(SearchLogTest::noCosts)).isEqualTo(COSTS);
        assertThat(folder).isEmptyDirectory();
    }

    /** A folder's digest is that of names and contents, and of nothing else. */
    @Test
    void anotherWordOrByteIsAnotherSearch() throws IOException {
        Files.writeString(folder.resolve("a"), "one");
        String first = new SearchDigest().word("x").content(folder).hex();
        assertThat(new SearchDigest().word("x").content(folder).hex()).isEqualTo(first);
        assertThat(new SearchDigest().word("y").content(folder).hex()).isNotEqualTo(first);
        assertThat(new SearchDigest().word("x").word("").content(folder).hex()).isNotEqualTo(first);
        Files.writeString(folder.resolve("a"), "two");
        assertThat(new SearchDigest().word("x").content(folder).hex()).isNotEqualTo(first);
        Files.move(folder.resolve("a"), folder.resolve("b"));
        Files.writeString(folder.resolve("b"), "one");
        assertThat(new SearchDigest().word("x").content(folder).hex()).isNotEqualTo(first);
    }
}
