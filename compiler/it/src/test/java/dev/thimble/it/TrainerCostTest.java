package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.artifact.OutFolder;
import dev.thimble.testing.MeasuredFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What training costs a Cortex-M4, as the report tells it: the head of the shipped example, 128 features and 7 labels. This
 * prints the figures and holds those of {@code runtime-c/trainer.json} to them.
 */
class TrainerCostTest {
    private static final String BOARD = "mps2-an386";
    private static final int MOST_RAM_BYTES = 16_384;
    private static final int MOST_CODE_BYTES = 8_192;
    private static final int MOST_STACK_BYTES = 1_536;
    private static final MeasuredFigures FIGURES = new MeasuredFigures("trainer.json", BOARD);

    @TempDir
    static Path folder;

    private static Path out;
    private static String told;
    private static JsonNode training;

    @BeforeAll
    static void measure() throws IOException {
        out = folder.resolve("out");
        Call.succeeding(
                "compile",
                Checkout.MODEL,
                "--board",
                BOARD,
                "--calibration",
                Checkout.SENTENCES,
                "--trainable",
                "head",
                "-o",
                out);
        Call.succeeding("build", out);
        told = Call.succeeding("verify", out, "--target", "qemu", "--vectors", Shipped.tenSentences(folder))
                .output();
        training =
                new ObjectMapper().readTree(out.resolve("report.json").toFile()).path("training");
    }

    private static long hold(String figure, String place, long most) throws IOException {
        long measured = training.at(place).asLong();
        System.out.println("trainer: " + figure.replace('_', ' ') + " " + measured);
        assertThat(measured).isBetween(1L, most);
        FIGURES.hold(figure, measured);
        return measured;
    }

    /** Without the body: what a step takes more than an answer, whose own last product is then in the body's share. */
    @Test
    void aStepTakesSoManyInstructions() throws IOException {
        assertThat(training.at("/instructions/measured_on").asText()).isEqualTo(BOARD);
        long alone = hold("instructions_of_a_step_besides_inference", "/instructions/step_besides_inference", 200_000);
        long whole =
                hold("instructions_of_a_step_and_its_inference", "/instructions/step_and_its_inference", 20_000_000);
        assertThat(alone).isLessThan(whole / 2);
        hold("instructions_of_an_example_again", "/instructions/example_again", 100_000);
    }

    @Test
    void theCodeIsSmall() throws IOException {
        hold("code_bytes", "/code", MOST_CODE_BYTES);
    }

    @Test
    void theMemoryIsSmall() throws IOException {
        hold("ram_bytes_of_32_kept_examples", "/ram", MOST_RAM_BYTES);
    }

    /** Of the trainer's own calls, inference included. */
    @Test
    void theStackIsBounded() throws IOException {
        hold("worst_case_stack_bytes_of_learn", "/stack/learn", MOST_STACK_BYTES);
        hold("worst_case_stack_bytes_of_round", "/stack/round", MOST_STACK_BYTES);
    }

    @Test
    void peopleReadItToo() throws IOException {
        String besides = String.format(
                Locale.ROOT,
                "%,d",
                training.at("/instructions/step_besides_inference").asLong());
        assertThat(told).contains("a step of training takes " + besides + " instructions besides inference");
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("<h2>Training</h2>", "on " + BOARD + "</td><td class=\"n\">" + besides + "</td>");
    }

    @Test
    void aBuildForgetsTheStepOfTheOneBefore() throws IOException {
        OutFolder before = OutFolder.open(Checkout.copy(out, folder.resolve("copy")));
        OutFolder after = before.built(
                before.results().build().orElseThrow(), before.results().trainers());
        assertThat(before.results().steps()).hasSize(1);
        assertThat(after.results().steps()).isEmpty();
        assertThat(after.results().trainers()).isEqualTo(before.results().trainers());
    }
}
