package dev.thimble.it;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.backendc.train.TrainedImage;
import dev.thimble.backendc.train.TrainerSpec;
import dev.thimble.core.exec.OrderedExecutor;
import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.LabelRows;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.model.Task;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.plan.Planner;
import dev.thimble.core.quant.Calibration;
import dev.thimble.core.quant.Quantizer;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.reference.IntMatrix;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.schedule.Scheduler;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.train.Example;
import dev.thimble.core.train.PartGraph;
import dev.thimble.core.train.Rates;
import dev.thimble.core.train.Replay;
import dev.thimble.core.train.TrainablePart;
import dev.thimble.core.train.Trainer;
import dev.thimble.core.train.TrainerForm;
import dev.thimble.core.train.TrainerForms;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.testing.TrainableGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A random model with a trainer, and what {@code runtime-c/test/train_steps.c} prints of its training. */
final class TrainedSteps {
    private static final String NAME = "trained";
    private static final int LINE = 100;
    private static final int REPLAY = 5;

    private final int steps;
    private final int replayed;
    private final Rates rates;
    private final int held;
    private final IntGraph graph;
    private final TrainerForm form;
    private final int labels;
    private final CPackage code;

    TrainedSteps(long seed, String word, KernelSet kernels, int steps) {
        this.steps = steps;
        Random random = new Random(seed);
        this.replayed = random.nextInt(3);
        TrainablePart part = TrainablePart.named(word);
        Graph floats = Pipeline.standard().prepare(PartGraph.of(part, TrainableGraph.of(seed, NAME)));
        List<int[]> known = Stream.generate(() -> ids(random, floats)).limit(20).toList();
        Calibration calibration = Calibration.of(floats, new OrderedExecutor(floats), known);
        IntGraph quantized =
                Quantizer.quantize(floats, calibration, QuantizerOptions.all().withFixedLogits());
        IntGraph prepared = TrainerForms.prepared(TrainerForms.of(part, floats, quantized), quantized);
        this.labels = prepared.output().shape().width();
        this.graph = LabelRows.resized(prepared, labels + random.nextInt(2));
        this.form = TrainerForms.of(part, floats, graph);
        this.rates = rates(random);
        this.held = held(random);
        this.code = code(kernels);
    }

    /** The largest of some rates that the scales of the model allow. */
    private Rates rates(Random random) {
        double momentum = random.nextDouble() * 0.95;
        return Stream.iterate(0.1, rate -> rate / 2)
                .map(rate -> Rates.of(rate, momentum, rate / 100))
                .filter(form::accepts)
                .findFirst()
                .orElseThrow();
    }

    /** A bit for each matrix: those that are held for a while, some but not all; 0 where there is one alone. */
    private int held(Random random) {
        int all = (1 << form.matrices().size()) - 1;
        return all == 1 ? 0 : 1 + random.nextInt(all - 1);
    }

    private Set<String> heldNames() {
        return IntStream.range(0, form.matrices().size())
                .filter(matrix -> (held >> matrix & 1) != 0)
                .mapToObj(matrix -> form.matrices().get(matrix).name())
                .collect(Collectors.toSet());
    }

    private static int[] ids(Random random, Graph graph) {
        return random.ints(1 + random.nextInt(graph.maxTokens()), 0, graph.vocabulary())
                .toArray();
    }

    private CPackage code(KernelSet kernels) {
        Schedule schedule = Scheduler.schedule(graph, 1, kernels, form.values());
        Task task = new Task.Classify(
                IntStream.range(0, labels).mapToObj(i -> "label " + i).toList());
        return CPackage.trainable(
                Checkout.INSTALLATION,
                schedule,
                Planner.plan(schedule),
                task,
                TokenizerTables.of(TinyPackage.tokenizer(), NAME),
                new SelfTest(List.of()),
                new TrainerSpec(form, REPLAY, form.head().rows() - labels));
    }

    /** The model as a fleet has it. */
    TrainedModel model() {
        return TrainedModel.of(
                code.trainedPlaces().orElseThrow(),
                form,
                graph,
                labels,
                code.files().get(NAME + "_image.bin"));
    }

    /** Writes the package. */
    Path write(Path to) throws IOException {
        for (Map.Entry<String, byte[]> file : code.files().entrySet()) {
            Path path = to.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return to;
    }

    /** Its C files. */
    List<Path> sources(Path code) {
        try (Stream<Path> files = Files.list(code.resolve("src"))) {
            return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a C file is of this model, and not of all packages. */
    boolean owns(Path source) {
        return source.getFileName().toString().startsWith(NAME + "_");
    }

    /** How the program trains. */
    List<String> defines() {
        List<String> defines = new ArrayList<>(List.of(
                "-DTHIMBLE_STEPS=" + steps + "u",
                "-DTHIMBLE_RATE=" + rates.rate(),
                "-DTHIMBLE_MOMENTUM=" + rates.momentum(),
                "-DTHIMBLE_DECAY=" + rates.decay(),
                "-DTHIMBLE_REPLAYED=" + replayed + "u"));
        if (held != 0) {
            defines.add("-DTHIMBLE_HELD=" + held + "u");
        }
        return defines;
    }

    /** What the reference makes of the same steps. */
    String expected() {
        Trainer trainer = Trainer.of(form, graph, labels);
        Replay replay = new Replay(REPLAY, form.head().rows(), 7);
        Steps random = new Steps();
        List<String> lines = new ArrayList<>(List.of("begun " + digest(trainer)));
        for (int step = 1; step <= steps; step++) {
            trainer.learn(random.example(trainer.labels()), replay, replayed, rates);
            if (step % LINE == 0) {
                lines.add("trained " + digest(trainer));
            }
            if (step == steps / 2 && trainer.labels() < form.head().rows()) {
                trainer.addLabel();
            }
            if (step == steps / 4) {
                trainer.hold(heldNames());
            } else if (step == steps / 4 * 3) {
                trainer.hold(Set.of());
            }
        }
        lines.add("status 0");
        lines.addAll(image(trainer));
        return String.join("\n", lines) + "\n";
    }

    /** What the program prints of the image that training led to. */
    private List<String> image(Trainer trainer) {
        List<String> added = trainer.labels() > labels ? List.of("new") : List.of();
        byte[] image = TrainedImage.of(
                code.files().get(NAME + "_image.bin"),
                code.trainedPlaces().orElseThrow(),
                trainer.trained(graph),
                added,
                new SelfTest(List.of()));
        List<String> lines = new ArrayList<>(List.of("bytes " + image.length));
        IntBuffer digest = ByteBuffer.wrap(sha256(image)).asIntBuffer();
        while (digest.hasRemaining()) {
            lines.add("digest " + Integer.toUnsignedString(digest.get()));
        }
        lines.add("read as announced 1");
        return lines;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String digest(Trainer trainer) {
        int hash = 0x811C9DC5;
        for (int parameter : trainer.parameters()) {
            hash = (hash ^ parameter) * 16777619;
        }
        return Integer.toUnsignedString(hash);
    }

    /** The program's random sequences. */
    private final class Steps {
        private final IntegerExecutor executor = new IntegerExecutor(graph);
        private int state = 1;

        private int below(int bound) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            return (int) ((Integer.toUnsignedLong(state) * bound) >>> Integer.SIZE);
        }

        Example example(int known) {
            int[] ids = new int[1 + below(graph.maxTokens())];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = below(graph.vocabulary());
            }
            Map<String, List<Integer>> rows = new HashMap<>();
            executor.logits(ids, (node, matrix) -> rows.put(node.name(), first(matrix)));
            List<Integer> features = form.features().stream()
                    .flatMap(feature -> rows.get(feature.name()).stream())
                    .toList();
            return new Example(features, below(known));
        }

        private static List<Integer> first(IntMatrix matrix) {
            return IntStream.of(matrix.row(0)).boxed().toList();
        }
    }
}
