package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.artifact.OutFolder;
import dev.thimble.artifact.manifest.ModelManifest;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.train.Example;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.Trainer;
import dev.thimble.device.toolchain.Tool;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.device.toolchain.Toolchain;
import dev.thimble.fleet.client.Answer;
import dev.thimble.fleet.client.RandomBytes;
import dev.thimble.fleet.record.KeyFile;
import dev.thimble.fleet.record.Parameters;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskDefaults;
import dev.thimble.fleet.record.TaskText;
import dev.thimble.fleet.record.UpdateRecord;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.pack.SuitPackage;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a package to a round, and from a round to an update that devices take. */
class FleetPublicationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "tiny";
    private static final String RATE = "0.01";
    private static final int LABELS = 4;
    private static final List<int[]> SEQUENCES =
            IntStream.range(1, 40).mapToObj(id -> new int[] {id, 90 - id, id}).toList();

    @TempDir
    static Path folder;

    private static Path out;
    private static Path key;
    private static Path closed;
    private static TrainedModel factory;
    private static Parameters learned;

    private Path state;

    /** A round that is closed. */
    @BeforeAll
    static void round() throws IOException {
        out = folder.resolve("out");
        key = folder.resolve("vendor.key");
        closed = folder.resolve("closed");
        Call.succeeding("update", "keygen", key, "--levels", "1", "--heights", "5");
        Path model = Checkout.fixture("bert-f32-gelu");
        Call.succeeding(Stream.of("compile " + model + " --name " + NAME + " --calibration "
                        + model.resolve("golden.jsonl") + " --trainable head+mean --max-labels 5 -o "
                        + out)
                .flatMap(words -> Stream.of(words.split(" ", -1)))
                .toArray());
        factory = OutFolder.open(out).models().get(0).trained().orElseThrow();
        JsonNode enrolled = Call.succeeding("fleet", "enrol", closed, "--count", 4, "--json")
                .document();
        Call begun = Call.succeeding("fleet", "begin", closed, "--package", out, "--rate", RATE);
        assertThat(begun.output())
                .isEqualTo("round 1 is open\nbase        " + factory.base() + "\nparameters  325 of head+mean\n");
        Path updates = Files.createDirectory(folder.resolve("updates"));
        for (JsonNode device : enrolled.path("devices")) {
            Octets id = new Octets(device.asText());
            Files.write(updates.resolve(id.hex()), record(id));
        }
        Call.succeeding("fleet", "aggregate", closed, "--updates", updates, "--engine", "plain");
        learned = Parameters.read(Files.readAllBytes(file(closed, 1, "parameters.bin")));
    }

    @BeforeEach
    void copyRound() throws IOException {
        Path made = Files.createTempDirectory(folder, "state");
        Files.delete(made);
        state = Checkout.copy(closed, made);
    }

    private static Path file(Path state, int round, String name) {
        return state.resolve("rounds/000000000" + round).resolve(name);
    }

    private static Task task(Path state, int round) throws IOException {
        return TaskText.parse(Files.readString(file(state, round, "task.json")));
    }

    /** What a device sends that has heard the last label all day long. */
    private static byte[] record(Octets id) throws IOException {
        Task task = task(closed, 1);
        Trainer trainer = factory.trainer();
        Replay replay = new Replay(8, LABELS, 1);
        Rates rates = new Rates(task.training().rate(), task.training().momentum(), 0);
        for (int[] sequence : SEQUENCES) {
            trainer.learn(new Example(features(sequence), LABELS - 1), replay, 0, rates);
        }
        Parameters after = Parameters.of(trainer.parameters());
        return UpdateRecord.of(
                        id,
                        new Answer(task).open(factory.parameters(), after, SEQUENCES.size(), RandomBytes.secure()),
                        KeyFile.read(closed.resolve("devices.jsonl")).of(id).orElseThrow())
                .bytes();
    }

    private static List<Integer> features(int... sequence) {
        List<Integer> features = new ArrayList<>();
        new IntegerExecutor(factory.computed()).logits(sequence, (node, value) -> {
            if (factory.form().isFeature(node.name())) {
                IntStream.of(value.row(0)).forEach(features::add);
            }
        });
        return features;
    }

    /** Sequences, and as the label of each what a model answers. */
    private static Path heldOut(TrainedModel model) throws IOException {
        IntegerExecutor device = new IntegerExecutor(model.computed());
        List<String> lines = new ArrayList<>();
        for (int[] sequence : SEQUENCES) {
            int[] logits = device.logits(sequence);
            int label = IntStream.range(0, LABELS)
                    .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                    .orElseThrow();
            lines.add("{\"input_ids\":" + Arrays.toString(sequence) + ",\"label\":" + label + "}");
        }
        return Files.write(folder.resolve("held-out.jsonl"), lines);
    }

    private Call publish(Path file, Object... more) {
        Stream<Object> words = Stream.of(
                "fleet publish",
                state,
                "--package",
                out,
                "--key",
                key,
                "--sequence 1 --vendor example.com --class lamp -o",
                file);
        return Call.thimble(Stream.concat(words, Stream.of(more))
                .flatMap(word -> Stream.of(word.toString().split(" ", -1)))
                .toArray());
    }

    @Test
    void aRoundBeginsWithTheImageOfThePackage() throws IOException {
        byte[] image = Files.readAllBytes(out.resolve(NAME + "_image.bin"));
        assertThat(factory.image()).as("nothing learned").isEqualTo(image);
        Task usual = TaskDefaults.of(ModelImage.of(image).content(), factory.part(), 325, 1);
        Task task = task(closed, 1);
        assertThat(task.training().rate()).isEqualTo(Rates.of(0.01, 0, 0).rate());
        assertThat(task)
                .isEqualTo(TaskText.parse(
                        "{\"training\":{\"rate\":" + task.training().rate() + "}}", usual));
        assertThat(Files.readAllBytes(file(closed, 1, "before.bin")))
                .isEqualTo(factory.parameters().bytes());
    }

    @Test
    void anImageThatIsWorseIsNotPublished() throws IOException {
        Path file = folder.resolve("worse.suit");
        Path answers = heldOut(factory);
        Call call = publish(file, "--json --data", answers);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.document().path("published").asBoolean()).isFalse();
        JsonNode accuracy = call.document().path("accuracy");
        assertThat(accuracy.path("before").path("right").asInt()).isEqualTo(39);
        assertThat(accuracy.path("after").path("right").asInt()).isBetween(0, 38);
        assertThat(call.diagnostics())
                .singleElement()
                .asString()
                .matches(
                        "error\\[THM-1032]: the new image is right on \\d+ of 39 \\([0-9.]+ %\\), and the one that devices"
                                + " have on 39 of 39 \\(100.00 %\\); no worse is asked for, and so it is not published .*");
        assertThat(publish(file, "--data", answers, "--least-accuracy 0.99").diagnostics())
                .singleElement()
                .asString()
                .contains("at least 99 % are asked for");
        assertThat(file).doesNotExist();
        assertThat(file(state, 1, "image.bin")).doesNotExist();
        assertThat(publish(file, "--least-accuracy 0.5").status()).isEqualTo(2);
        assertThat(publish(file, "--data", answers, "--tolerance 2").status()).isEqualTo(2);
        assertThat(publish(file, "--data", answers, "--tolerance 0.01").diagnostics())
                .singleElement()
                .asString()
                .contains("at most 1 % worse are asked for");
        assertThat(publish(file, "--data", answers, "--tolerance 1").status()).isZero();
    }

    /** Its devices have what they had, and so begin where they began. */
    @Test
    void aRoundThatIsNotPublishedIsForgotten() throws IOException {
        Call.succeeding("fleet", "begin", state, "--package", out, "--epochs", 3, "--form", "sparse:40");
        assertThat(task(state, 2).base()).isEqualTo(factory.base());
        assertThat(task(state, 2).form().mostBytes(325)).isLessThan(100);
        assertThat(Files.readAllBytes(file(state, 2, "before.bin")))
                .isEqualTo(factory.parameters().bytes());
        Call early = publish(folder.resolve("early.suit"));
        assertThat(early.diagnostics()).singleElement().asString().contains("THM-1011");
    }

    @Test
    void whatARoundEndedWithIsAnUpdateThatDevicesTake() throws IOException, Refusal {
        TrainedModel made = factory.with(learned);
        Path whole = folder.resolve("whole.suit");
        Call call = publish(whole, "--data", heldOut(made));
        assertThat(call.output())
                .startsWith("accuracy    39 of 39 (100.00 %); before ")
                .contains("\nround 1 is published\nbase        " + made.base() + "\n" + whole + ": ");
        byte[] bytes = Files.readAllBytes(whole);
        byte[] image = SuitPackage.read(bytes).payload();
        assertThat(image).isEqualTo(made.image()).isNotEqualTo(factory.image());
        assertThat(file(state, 1, "image.bin")).hasBinaryContent(image);
        Path parts = folder.resolve("parts.suit");
        assertThat(publish(parts, "--parts").output()).endsWith("(parts of the image)\n");
        assertThat(Files.size(parts)).isLessThan(bytes.length / 2);
        assertAccepted(parts);
        assertThat(answered(file(state, 1, "image.bin")))
                .isEqualTo(expected(made))
                .isNotEqualTo(expected(factory));
        theNextRoundBeginsWith(made);
    }

    private static void assertAccepted(Path update) {
        Call call = Call.succeeding(
                "update",
                "verify",
                update,
                "--pub",
                key + ".pub",
                "--vendor",
                "example.com",
                "--class",
                "lamp",
                "--image",
                out.resolve(NAME + "_image.bin"));
        assertThat(call.output())
                .contains(
                        "accepted: the device would install it", "the image that results is the one that the manifest");
    }

    /** What the package's C answers once it has the image of a file. */
    private static String answered(Path image) throws IOException {
        Path program = folder.resolve("run_image");
        List<String> command = new ArrayList<>(List.of(
                Toolchain.onPath().require(Tool.GCC).toString(),
                "-std=c99",
                "-O1",
                "-ffunction-sections",
                "-Wl,--gc-sections",
                "-I" + out.resolve("include"),
                "-I" + out.resolve("src"),
                "-o",
                program.toString(),
                Checkout.ROOT.resolve("runtime-c/test/run_image.c").toString()));
        try (Stream<Path> sources = Files.list(out.resolve("src"))) {
            sources.map(Path::toString).filter(file -> file.endsWith(".c")).forEach(command::add);
        }
        ToolRun.output(command);
        return String.join(
                "\n",
                ToolRun.output(List.of(program.toString(), image.toString(), "2", "5", "3"))
                        .lines()
                        .toList());
    }

    private static String expected(TrainedModel model) {
        return IntStream.of(new IntegerExecutor(model.computed()).logits(new int[] {2, 5, 3}))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ", "selftest 0 0\nrun 0 ", ""));
    }

    /** The image is rounded; the parameters, of which no bit is lost, are not. */
    private void theNextRoundBeginsWith(TrainedModel made) throws IOException {
        Call.succeeding("fleet", "begin", state, "--package", out, "--rate", RATE);
        assertThat(task(state, 2).base()).isEqualTo(made.base()).isNotEqualTo(factory.base());
        assertThat(Files.readAllBytes(file(state, 2, "before.bin")))
                .isEqualTo(learned.bytes())
                .isNotEqualTo(made.parameters().bytes());
    }

    @Test
    void anotherModelIsRefusedByName() throws IOException {
        Path other = folder.resolve("other");
        Task task = TaskDefaults.of(Octets.sha256((byte) 1), factory.part(), 325, 1);
        Path file = Files.writeString(folder.resolve("task.json"), TaskText.print(task));
        Path start =
                Files.write(folder.resolve("start.bin"), factory.parameters().bytes());
        Call.succeeding("fleet", "begin", other, "--task", file, "--parameters", start);
        Call call = Call.thimble("fleet", "begin", other, "--package", out);
        assertThat(call.diagnostics()).singleElement().asString().contains("THM-1030");
        Call untrained = Call.thimble("fleet", "begin", folder.resolve("new"), "--package", withoutTrainer());
        assertThat(untrained.diagnostics()).singleElement().asString().contains("THM-1031");
        assertThat(Call.thimble("fleet", "begin", folder.resolve("new")).status())
                .isEqualTo(2);
        assertThat(Call.thimble("fleet", "begin", state, "--package", out, "--rate", "0.1", "--task", file)
                        .status())
                .isEqualTo(2);
    }

    private static Path withoutTrainer() throws IOException {
        Path copy = Checkout.copy(out, folder.resolve("untrained"));
        ObjectNode manifest =
                (ObjectNode) JSON.readTree(copy.resolve("manifest.json").toFile());
        ((ObjectNode) manifest.path("models").get(0)).set("training", JSON.valueToTree(ModelManifest.Training.none()));
        Files.writeString(copy.resolve("manifest.json"), manifest.toString());
        return copy;
    }

    @Test
    void aTaskSaysWhatIsOtherwiseAsFarAsDevicesCanTrainSo() throws IOException {
        Path task = Files.writeString(folder.resolve("part.json"), "{\"clip\":1000,\"training\":{\"epochs\":5}}");
        Call.succeeding("fleet", "begin", state, "--package", out, "--task", task);
        assertThat(task(state, 2).clip()).isEqualTo(1000);
        assertThat(task(state, 2).training().epochs()).isEqualTo(5);
        Files.writeString(task, "{\"training\":{\"decay\":16777216}}");
        Call fast = Call.thimble("fleet", "begin", folder.resolve("fast"), "--package", out, "--task", task);
        assertThat(fast.diagnostics()).singleElement().asString().contains("THM-1003", "rates are too large");
    }
}
