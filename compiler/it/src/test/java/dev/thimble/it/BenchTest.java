package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code thimble bench} says of the shipped example on its own board. */
class BenchTest {
    private static final JsonNode RESULT = bench("--tokens", "1,13");
    private static final JsonNode CYCLES = bench("--tokens", "13", "--cycles", "--flash", "5,16");
    private static final int WIDTH = 128;

    @TempDir
    Path folder;

    private static JsonNode bench(Object... words) {
        Object[] call = Stream.concat(Stream.of("bench", Shipped.COMPILED, "--json"), Stream.of(words))
                .toArray();
        return Call.succeeding(call).document();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static long products(JsonNode run, String... layers) {
        return Stream.of(layers)
                .mapToLong(layer -> layer(run, layer).path("macs").asLong())
                .sum();
    }

    private static JsonNode layer(JsonNode run, String name) {
        return stream(run.path("layers"))
                .filter(layer -> layer.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBoardAndTheLengthsAreThoseAskedFor() {
        assertThat(RESULT.path("board").asText()).isEqualTo("mps2-an386");
        assertThat(RESULT.path("cpu").asText()).isEqualTo("Cortex-M4");
        assertThat(stream(RESULT.path("runs")).map(run -> run.path("tokens").asInt()))
                .containsExactly(1, 13);
        assertThat(stream(RESULT.path("runs").get(0).path("layers"))
                        .map(layer -> layer.path("op").asText()))
                .contains("linear", "attention", "layer_norm", "embedding", "add", "lookup", "pool");
    }

    /** Counting each step costs the code around it a little; the marks themselves are not counted. */
    @Test
    void theLayersAddUpToTheWhole() {
        assertThat(RESULT.path("runs")).allSatisfy(run -> {
            long sum = stream(run.path("layers"))
                    .mapToLong(layer -> layer.path("instructions").asLong())
                    .sum();
            long whole = run.path("instructions").asLong();
            assertThat(sum).isCloseTo(whole, within(whole / 1000));
        });
    }

    /** Functions are those of a plain firmware, steps those of one that tells them. */
    @Test
    void cyclesOfFunctionsAndOfStepsAddUpToTheWhole() {
        JsonNode run = CYCLES.path("runs").get(0);
        long whole = run.path("cycles").asLong();
        assertThat(whole)
                .isBetween(
                        run.path("instructions").asLong(),
                        3 * run.path("instructions").asLong());
        assertThat(sum(run.path("functions"), "cycles")).isEqualTo(whole);
        assertThat(sum(run.path("functions"), "instructions"))
                .isCloseTo(run.path("instructions").asLong(), within(8L));
        assertThat(sum(run.path("layers"), "cycles")).isCloseTo(whole, within(whole / 500));
        assertThat(sum(run.path("layers"), "instructions"))
                .isCloseTo(run.path("instructions").asLong(), within(whole / 1000));
    }

    /** Five wait states and lines of 16 bytes: weights are loaded at least once a line, at most a word at a time. */
    @Test
    void aFlashThatWaitsCostsBetweenTwoBounds() {
        JsonNode run = CYCLES.path("runs").get(0);
        assertThat(CYCLES.path("flash").path("wait_states").asInt()).isEqualTo(5);
        assertThat(run.path("cycles_least").asLong())
                .isGreaterThan(run.path("cycles").asLong());
        assertThat(run.path("cycles_most").asLong())
                .isGreaterThan(run.path("cycles_least").asLong());
    }

    @Test
    void aFlashWithoutCyclesAndAFlashThatIsNoneAreRefused() {
        assertThat(Call.thimble("bench", Shipped.COMPILED, "--flash", "5,16").errors())
                .contains("--cycles");
        assertThat(Call.thimble("bench", Shipped.COMPILED, "--cycles", "--flash", "5,17")
                        .errors())
                .contains("--flash");
    }

    private static long sum(JsonNode list, String figure) {
        return stream(list).mapToLong(one -> one.path(figure).asLong()).sum();
    }

    @Test
    void productsAreCountedForTheRowsThatAreComputed() {
        JsonNode run = RESULT.path("runs").get(1);
        assertThat(products(run, "layer.0.attention.query.head0", "layer.0.attention.query.head1"))
                .isEqualTo(13L * WIDTH * WIDTH);
        assertThat(products(run, "layer.0.attention.head0", "layer.0.attention.head1"))
                .isEqualTo(2L * 13 * 13 * WIDTH);
        assertThat(products(run, "layer.1.attention.head0.key"))
                .as("only the first row of the last layer is read")
                .isEqualTo((long) WIDTH * WIDTH);
        assertThat(products(run, "layer.1.attention.head1")).isEqualTo(2L * 13 * WIDTH);
    }

    @Test
    void anotherMeasurementGivesTheSameFigures() {
        assertThat(bench("--tokens", "1,13")).isEqualTo(RESULT);
    }

    @Test
    void sentencesAreMeasuredAtTheirOwnLengthAndTheTokenizerApart() throws IOException {
        JsonNode result = bench("--tokens", "1", "--data", Shipped.tenSentences(folder));
        JsonNode means = result.path("sentences");
        assertThat(means.path("count").asInt()).isEqualTo(10);
        assertThat(means.path("tokens").asDouble()).isBetween(5.0, 40.0);
        assertThat(means.path("instructions").asDouble())
                .isGreaterThan(RESULT.path("runs").get(0).path("instructions").asDouble());
        assertThat(means.path("tokenizer").asDouble()).isBetween(1e4, 1e6);
    }
}
