package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.OutModel;
import dev.thimble.core.train.PersonalPart;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.SharedPart;
import dev.thimble.core.train.Trainer;
import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.record.DeviceKey;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.fleet.round.FleetState;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Dataset;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.Lesson;
import dev.thimble.simulate.PersonalScenario;
import dev.thimble.simulate.PersonalSimulation;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Sentence;
import dev.thimble.simulate.Simulation;
import dev.thimble.update.wire.Octets;
import dev.thimble.verify.data.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fleet whose rounds are begun, aggregated and published one by one has the images of a simulation. */
class FleetCourseTest {
    private static final Path MODEL = Checkout.fixture("bert-f32-gelu");
    private static final List<String> LABELS = List.of("more", "less");
    private static final String STRATEGY = "fedavg+adam:0.05";
    private static final int DEVICES = 4;
    private static final int ROUNDS = 2;

    @TempDir
    Path folder;

    /** All devices of a simulation, which keep the records that they make, and the images that they get. */
    private static final class Recording implements Hardware {
        private final Map<Octets, DeviceKey> keys = new TreeMap<>(Comparator.comparing(Octets::hex));
        private final Map<Long, List<byte[]>> records = new TreeMap<>();
        private final List<byte[]> images = new ArrayList<>();
        private final SharedPart shared;
        private TrainedModel model;

        Recording(TrainedModel first, PersonalPart personal) {
            this.model = first;
            this.shared = personal.leaves(first.form());
        }

        @Override
        public boolean runs(int device) {
            return true;
        }

        @Override
        public void install(TrainedModel next) {
            model = next;
            images.add(next.image());
        }

        @Override
        public CompletableFuture<byte[]> record(int device, Assignment assignment) {
            keys.put(assignment.id(), assignment.key());
            byte[] made = made(assignment);
            records.computeIfAbsent(assignment.task().round(), round -> new ArrayList<>())
                    .add(made);
            return CompletableFuture.completedFuture(made);
        }

        private byte[] made(Assignment assignment) {
            Trainer trainer = model.trainer();
            Task.Training how = assignment.task().training();
            Rates rates = new Rates(how.rate(), how.momentum(), how.decay());
            Replay replay = new Replay(Training.REPLAY, trainer.labels(), 1);
            int[] before = shared.of(trainer.parameters());
            for (Lesson lesson : assignment.lessons()) {
                trainer.hold(lesson.held());
                lesson.course().forEach(sentence -> trainer.learn(sentence.example(), replay, how.replayed(), rates));
            }
            Parameters learned = Parameters.of(shared.of(trainer.parameters()));
            Answer answer = new Answer(assignment.task());
            return UpdateRecord.of(
                            assignment.id(),
                            answer.open(Parameters.of(before), learned, assignment.examples(), RandomBytes.secure()),
                            assignment.key())
                    .bytes();
        }

        @Override
        public void close() {}
    }

    private static Call thimble(String line, Object... paths) {
        return Call.succeeding(
                (Object[]) String.format(Locale.ROOT, line, paths).split(" ", -1));
    }

    private OutModel compiled() throws IOException {
        Path labels = Files.write(folder.resolve("labels.txt"), LABELS);
        thimble(
                "compile %s --calibration %s --trainable last-layer:lora:2 --labels %s -o %s",
                MODEL, MODEL.resolve("golden.jsonl"), labels, folder.resolve("out"));
        return OutFolder.open(folder.resolve("out")).model(Optional.empty());
    }

    private List<Sentence> sentences(OutModel model, TrainedModel trained) throws IOException {
        Path data = Files.write(
                folder.resolve("data.tsv"),
                IntStream.range(0, 40)
                        .mapToObj(i ->
                                LABELS.get(i % 2) + "\t" + LABELS.get(i % 2).repeat(1 + i % 3) + " " + i)
                        .toList());
        Dataset.Body body = new Dataset.Body(trained, model.real(), model.tokenizer(), model.labels());
        return Dataset.of(body, DataFile.read(data), Progress.silent());
    }

    private static <A extends Accumulator<A>> void simulate(
            Simulation simulation, PersonalPart personal, Strategy<A> strategy, Hardware hardware) {
        Scenario scenario = Scenario.standard(DEVICES, ROUNDS);
        if (personal == PersonalPart.NOTHING) {
            simulation.run(scenario, strategy, hardware, Progress.silent());
        } else {
            new PersonalSimulation(simulation, new PersonalScenario(scenario, 0, 2)).run(personal, strategy, hardware);
        }
    }

    /** The image of a round that the devices' records of the simulation lead to. */
    private Path published(Path state, String personal, long round, List<byte[]> records) throws IOException {
        Path updates = Files.createDirectory(folder.resolve("updates-" + round));
        for (byte[] record : records) {
            Files.write(updates.resolve(Octets.sha256(record).hex()), record);
        }
        Path out = folder.resolve("out");
        thimble("fleet begin %s --package %s" + personal, state, out);
        String aggregated = thimble(
                        "fleet aggregate %s --updates %s --strategy %s --engine plain", state, updates, STRATEGY)
                .output();
        assertThat(aggregated).matches("(?s)accepted +" + records.size() + "\n.*");
        thimble(
                "fleet publish %s --package %s --key %s --sequence %s --vendor example.com --class lamp -o %s",
                state, out, folder.resolve("key"), round, folder.resolve("update-" + round));
        return state.resolve("rounds/000000000" + round + "/image.bin");
    }

    @ParameterizedTest
    @EnumSource(PersonalPart.class)
    void roundsAddUpFromImageToImage(PersonalPart personal) throws IOException {
        OutModel model = compiled();
        TrainedModel trained = model.trained().orElseThrow();
        List<Sentence> sentences = sentences(model, trained);
        Recording devices = new Recording(trained, personal);
        simulate(new Simulation(trained, sentences, sentences), personal, Strategies.parse(STRATEGY), devices);
        Path state = folder.resolve("state");
        Iterator<DeviceKey> keys = devices.keys.values().iterator();
        FleetState.at(state, () -> {}).enrol(List.copyOf(devices.keys.keySet()), keys::next);
        thimble("update keygen %s --levels 1 --heights 5", folder.resolve("key"));
        String option = personal == PersonalPart.HEAD ? " --personal head" : "";
        for (long round = 1; round <= ROUNDS; round++) {
            assertThat(published(state, option, round, devices.records.get(round)))
                    .hasBinaryContent(devices.images.get((int) round - 1));
        }
        assertThat(devices.images).doesNotHaveDuplicates();
        String other = personal == PersonalPart.HEAD ? "" : " --personal head";
        Object[] words = ("fleet begin " + state + " --package " + folder.resolve("out") + other).split(" ", -1);
        assertThat(Call.thimble(words).errors()).contains("THM-1003", "the rounds before were of another part");
    }
}
