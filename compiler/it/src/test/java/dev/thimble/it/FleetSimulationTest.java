package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.fleet.strategy.FedAvg;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Dataset;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Sentence;
import dev.thimble.simulate.Simulation;
import dev.thimble.verify.data.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet on this machine whose devices run the C that was generated. */
class FleetSimulationTest {
    private static final Path MODEL = Checkout.fixture("bert-f32-gelu");
    private static final List<String> LABELS = List.of("more", "less");

    @TempDir
    static Path folder;

    private static Path data;

    @BeforeAll
    static void write() throws IOException {
        data = folder.resolve("data.tsv");
        Files.write(
                data,
                IntStream.range(0, 48)
                        .mapToObj(i ->
                                LABELS.get(i % 2) + "\t" + LABELS.get(i % 2).repeat(1 + i % 3) + " " + i)
                        .toList());
    }

    private static Object[] simulate(int devices, int rounds, Object... more) {
        Object[] words = {
            "fleet", "simulate", MODEL, "--data", data, "--test", data, "--devices", devices, "--rounds", rounds
        };
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    @Test
    void eachRecordOfTheCIsTheReferences() throws IOException {
        Path page = folder.resolve("fleet.html");
        Call call = Call.succeeding(simulate(
                5,
                2,
                "--programs",
                2,
                "--emulated",
                1,
                "--strategy",
                "fedavg+adam:0.05",
                "--alpha",
                100,
                "--attackers",
                0.2,
                "--report",
                page));
        assertThat(call.output())
                .contains("records of the generated C: 12, each the reference's byte for byte")
                .contains("trained in one place: ");
        assertThat(Files.readString(page)).contains("fedavg+adam:0.05", "no attackers", "20 % attackers (sign-flip)");
    }

    @Test
    void aHeadOfOnesOwnIsComparedWithASharedOne() {
        Object[] call = simulate(
                6,
                1,
                "--trainable",
                "head+pooler",
                "--strategy",
                "fedavg",
                "--personal",
                "head",
                "--newcomers",
                0.4,
                "--programs",
                1,
                "--emulated",
                1);
        assertThat(Call.succeeding(call).output())
                .contains("trained in one place: ", "records of the generated C: 4, each the reference's byte for byte")
                .containsPattern("fedavg +shared")
                .containsPattern("fedavg +personal");
        Call refused = Call.thimble(
                Stream.of(call).map(word -> word.equals(0.4) ? 0.9 : word).toArray());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("1 programs and 1 emulated ones");
    }

    /** Devices whose records have one bit that is not the reference's. */
    private record Faulty() implements Hardware {
        @Override
        public boolean runs(int device) {
            return device == 3;
        }

        @Override
        public void install(TrainedModel model) {}

        @Override
        public CompletableFuture<byte[]> record(int device, Assignment assignment) {
            return CompletableFuture.completedFuture(new byte[] {1});
        }

        @Override
        public void close() {}
    }

    @Test
    void aDeviceThatSendsAnotherRecordIsNamed() throws IOException {
        Path out = folder.resolve("out");
        Path labels = Files.write(folder.resolve("labels.txt"), LABELS);
        Call.succeeding(
                "compile",
                MODEL,
                "--calibration",
                MODEL.resolve("golden.jsonl"),
                "--trainable",
                "head+mean",
                "--labels",
                labels,
                "-o",
                out);
        OutModel model = OutFolder.open(out).model(Optional.empty());
        TrainedModel trained = model.trained().orElseThrow();
        Dataset.Body body = new Dataset.Body(trained, model.real(), model.tokenizer(), model.labels());
        List<Sentence> sentences = Dataset.of(body, DataFile.read(data), Progress.silent());
        Simulation simulation = new Simulation(trained, sentences, sentences);
        assertThatThrownBy(() -> simulation.run(Scenario.standard(5, 2), new FedAvg(), new Faulty(), Progress.silent()))
                .isInstanceOf(ThimbleException.class)
                .hasMessageContaining("THM-1040")
                .hasMessageContaining("device 3 has made another record of round 1");
    }
}
