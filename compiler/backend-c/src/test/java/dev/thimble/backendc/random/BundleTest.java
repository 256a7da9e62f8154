package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.Arenas;
import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.CompiledOnce;
import dev.thimble.backendc.Constants;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages of several random models, asked in turn under the sanitizers: each gives the bits of its reference. */
class BundleTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final int MODELS = 3;
    private static final long FIRST_SEED = 900;

    @TempDir
    Path folder;

    static Stream<Arguments> everySetAndForm() {
        return KernelSets.all().stream()
                .flatMap(kernels -> Stream.of(Arenas.values())
                        .map(arenas -> Arguments.of(
                                kernels, arenas, arenas == Arenas.SHARED ? Constants.LINKED : Constants.LOADED)));
    }

    private static List<RandomModel> models(KernelSet kernels, Arenas arenas) {
        long first = FIRST_SEED + 10L * KernelSets.all().indexOf(kernels) + (arenas == Arenas.SHARED ? 0 : 100L);
        return IntStream.range(0, MODELS)
                .mapToObj(at -> RandomModel.of(first + at, kernels))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everySetAndForm")
    void everyModelGivesItsReferencesBitsWhicheverAnsweredBefore(KernelSet kernels, Arenas arenas, Constants constants)
            throws IOException, InterruptedException {
        List<RandomModel> models = models(kernels, arenas);
        CBundle bundle = new CBundle(
                models.stream().map(model -> model.code(ROOT, constants)).toList(), arenas);
        write(bundle.files());
        assertThat(answers(compiled(), requests(models))).isEqualTo(expected(models));
        if (constants == Constants.LINKED) {
            assertThat(kernelsOf(bundle.files()))
                    .isEqualTo(models.stream()
                            .flatMap(model -> kernelsOf(model.files(ROOT)).stream())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    /** Files that are not named after a model. */
    private static Set<String> kernelsOf(Map<String, byte[]> files) {
        return files.keySet().stream()
                .filter(path -> path.startsWith("src/") && !path.startsWith("src/m"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void write(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private Path compiled() throws IOException, InterruptedException {
        Path program = folder.resolve("program");
        Path harness = ROOT.resolve("boards/_harness");
        List<Path> sources = new ArrayList<>();
        for (Path part : List.of(folder.resolve("src"), folder.resolve("verify"), harness, harness.resolve("host"))) {
            sources.addAll(sources(part));
        }
        List<String> link = new ArrayList<>(List.of("gcc", "-o", program.toString()));
        link.addAll(CompiledOnce.SANITIZED);
        link.addAll(CompiledOnce.sanitized(List.of(), List.of(harness, folder.resolve("include")))
                .objects(Files.createDirectories(folder.resolve("objects")), sources));
        assertThat(run(link, "")).isEmpty();
        return program;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
        }
    }

    /** Every input of every model, the models taking turns. */
    private static String requests(List<RandomModel> models) {
        StringBuilder requests = new StringBuilder();
        for (Asked asked : inTurn(models)) {
            requests.append("u ").append(asked.model().name()).append("\ni");
            asked.ids().forEach(id -> requests.append(' ').append(id));
            requests.append('\n');
        }
        return requests.append("q\n").toString();
    }

    private record Asked(RandomModel model, List<Integer> ids) {}

    private static List<Asked> inTurn(List<RandomModel> models) {
        List<Asked> turns = new ArrayList<>();
        for (int at = 0; at < models.get(0).inputs().size(); at++) {
            int turn = at;
            models.forEach(model -> turns.add(new Asked(model, model.inputs().get(turn))));
        }
        return turns;
    }

    private static List<String> expected(List<RandomModel> models) {
        List<String> lines = new ArrayList<>();
        lines.add("thimble 1 " + models.stream().map(RandomModel::name).collect(Collectors.joining(" ")));
        for (Asked asked : inTurn(models)) {
            lines.add("ok " + asked.model().name());
            int[] logits = new IntegerExecutor(asked.model().integers())
                    .logits(asked.ids().stream().mapToInt(Integer::intValue).toArray());
            lines.add(
                    IntStream.of(logits).mapToObj(logit -> " " + logit).collect(Collectors.joining("", "logits", "")));
        }
        lines.add("ok bye");
        return lines;
    }

    /** Of answers, the logits; how many there are the model knows. */
    private List<String> answers(Path program, String requests) throws IOException, InterruptedException {
        return run(List.of(program.toString()), requests)
                .lines()
                .map(line -> line.replaceAll("^ok .* logits \\d+", "logits"))
                .toList();
    }

    private String run(List<String> command, String input) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "log", ".txt");
        Path requests = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input, StandardCharsets.US_ASCII);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(requests.toFile())
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }
}
